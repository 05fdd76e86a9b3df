import { spawnSync } from "node:child_process";
import { UsageError } from "../context.ts";

/** A commit of some files. */
export interface FilesCommit {
  /** The branch that is checked out, for messages. */
  readonly branch: string;
  /** Relative to the project. */
  readonly files: readonly string[];
  readonly message: string;
  /** Name of the author; the committer is the user of Git. */
  readonly author: string | undefined;
}

/**
 * Whether a branch can be made for files that are to be written.
 * @throws UsageError without Git, for a name that Git refuses or that exists, and for files with changes that are not committed
 */
export function requireCleanFiles(root: string, branch: string, files: readonly string[]): void {
  if (!succeeds(root, ["rev-parse", "--verify", "--quiet", "HEAD"]))
    throw new UsageError("--branch needs a Git repository with a commit. The project is not in one.");
  if (!succeeds(root, ["check-ref-format", "--branch", branch]))
    throw new UsageError(`Git does not accept '${branch}' as the name of a branch.`);
  if (succeeds(root, ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`]))
    throw new UsageError(`The branch '${branch}' already exists. Choose another name: --branch NAME.`);
  const prefix = git(root, ["rev-parse", "--show-prefix"]).trim();
  const status = git(root, ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ...files]);
  const changed = status.split("\0").filter((line) => line !== "");
  if (changed.length === 0) return;
  const names = changed.map((line) => line.slice(3 + prefix.length)).join(", ");
  throw new UsageError(
    `Changes that are not committed: ${names}. Commit them, or run the command without --branch. Nothing was written.`,
  );
}

/** Makes a branch at HEAD and checks it out; the working tree stays. @throws UsageError with what Git says */
export function makeBranch(root: string, branch: string): void {
  git(root, ["switch", "--quiet", "--create", branch, "--no-track"]);
}

/** Commits some files as they are in the working tree, and nothing else. @throws UsageError with what Git says */
export function commitFiles(root: string, { branch, files, message, author }: FilesCommit): void {
  const by = author === undefined ? [] : ["--author", `${author.replaceAll(/[<>\r\n]/g, " ").trim()} <>`];
  try {
    git(root, ["add", "--", ...files]);
    git(root, ["commit", "--quiet", "--only", ...by, "--message", message, "--", ...files]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      `${error.message}\n${files.join(", ")}: written on the branch ${branch}, which is checked out, and not committed.`,
    );
  }
}

function succeeds(root: string, args: readonly string[]): boolean {
  return spawnSync("git", [...args], { cwd: root, stdio: "ignore" }).status === 0;
}

function git(root: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync("git", [...args], { cwd: root, encoding: "utf8" });
  if (status === 0) return stdout;
  throw new UsageError(`git ${args[0]}: ${error?.message ?? stderr.trim()}`);
}
