import { capture } from "./capture.ts";

/** The commit that is checked out; with `+` where files differ from it. Undefined outside of a repository. */
export async function currentCommit(project: string): Promise<string | undefined> {
  const head = await capture("git", ["rev-parse", "HEAD"], { cwd: project });
  if (head.code !== 0) return undefined;
  const { stdout } = await capture("git", ["status", "--porcelain"], { cwd: project });
  return `${head.stdout.trim()}${stdout.trim() === "" ? "" : "+"}`;
}
