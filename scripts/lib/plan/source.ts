import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import { capture } from "../system/capture.ts";
import { KEPT } from "../system/kept-files.ts";
import { SetUpError } from "../system/say.ts";

/** Path relative to the project -> digest of the content. */
export type SourceFiles = Readonly<Record<string, string>>;

/** The source of a project: what an update is made of, flows, configuration, rules and programs. */
export interface Source {
  /** The commit that is checked out. */
  readonly commit: string;
  /** Files that Git tracks or would track, with changes that are not committed. */
  readonly files: SourceFiles;
}

/**
 * Reads the source of a project through Git, which knows what belongs to it. What commands keep is no part of it.
 * @param o.except path of a file that a command keeps elsewhere, such as a plan
 * @throws SetUpError outside of a repository, and without Git
 */
export async function sourceOf(project: string, o: { readonly except?: string } = {}): Promise<Source> {
  const commit = (await git(project, ["rev-parse", "HEAD"])).trim();
  const listed = await git(project, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  const isSource = (file: string) =>
    file !== "" && !file.startsWith(`${KEPT}/`) && path.join(project, file) !== o.except;
  const files = [...new Set(listed.split("\0"))].filter(isSource).sort();
  const digests = files.flatMap((file): [string, string][] => {
    const digest = digestOf(path.join(project, file));
    return digest === undefined ? [] : [[file, digest]];
  });
  return { commit, files: Object.fromEntries(digests) };
}

/** The files that differ, in order. */
export function changedFiles(before: SourceFiles, now: SourceFiles): string[] {
  const files = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...files].filter((file) => before[file] !== now[file]).sort();
}

/** Undefined for a file that was deleted and is still tracked. */
function digestOf(file: string): string | undefined {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  // A submodule is a folder; its files are not part of this repository.
  if (stat.isDirectory()) return "folder";
  const content = stat.isSymbolicLink() ? readlinkSync(file) : readFileSync(file);
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await capture("git", args, { cwd });
  if (code === 0) return stdout;
  const why = code === 127 ? "Git is not installed" : (stderr.trim().split("\n")[0] ?? "");
  throw new SetUpError(
    `A plan is bound to the source that it was made of, which Git lists: ${why}. Run this in a clone of the project's repository.`,
  );
}
