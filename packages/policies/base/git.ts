import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The reason why the base of a change cannot be used, with the fix. */
export class BaseError extends Error {}

export interface Commit {
  readonly sha: string;
  /** For messages: `main (1a2b3c4d)`. */
  readonly shown: string;
}

/**
 * The commit that a change is based on.
 * @param ref any Git reference to the commit; default: the merge base of HEAD and the default branch
 * @throws BaseError if Git is not installed, the folder is not in a repository, or the commit does not exist
 */
export function baseCommit(root: string, ref?: string): Commit {
  git(root, ["rev-parse", "--git-dir"], () => `${root} is not in a Git repository.`);
  if (ref !== undefined) {
    const sha = git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`], () => {
      return `Git cannot find the commit \`${ref}\`.`;
    });
    return { sha, shown: shownAs(ref, sha) };
  }
  const branch = defaultBranch(root);
  const sha = git(root, ["merge-base", "HEAD", branch], () => {
    return `HEAD and \`${branch}\` have no common ancestor in this checkout. In a shallow clone, fetch more history.`;
  });
  return { sha, shown: shownAs(`the merge base with ${branch}`, sha) };
}

/**
 * Checks out the project's folder at a commit into a separate folder in `.genesys/base/`, where Node finds the
 * project's node_modules. Neither the working tree nor the index of the repository changes.
 * @returns that folder, and a function that deletes it
 * @throws BaseError if the commit does not contain the project's folder
 */
export function checkOut(root: string, { sha, shown }: Commit): { readonly folder: string; remove(): void } {
  const prefix = git(root, ["rev-parse", "--show-prefix"], (error) => error).replace(/\/$/, "");
  mkdirSync(join(root, ".genesys", "base"), { recursive: true });
  const outer = mkdtempSync(join(root, ".genesys", "base", `${sha.slice(0, 12)}-`));
  const remove = () => rmSync(outer, { recursive: true, force: true });
  try {
    const folder = join(outer, "project");
    mkdirSync(folder);
    const failed = (error: string) => `The project cannot be checked out from ${shown}: ${error}`;
    const inFolder = {
      GIT_INDEX_FILE: join(outer, "index"),
      GIT_WORK_TREE: folder,
      GIT_DIR: git(root, ["rev-parse", "--absolute-git-dir"], failed),
    };
    git(folder, ["read-tree", prefix === "" ? sha : `${sha}:${prefix}`], failed, inFolder);
    git(folder, ["checkout-index", "--all", "--quiet"], failed, inFolder);
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The branch that changes are merged into: the default branch of `origin`, otherwise `main` or `master`. */
function defaultBranch(root: string): string {
  for (const ref of ["refs/remotes/origin/HEAD", "refs/heads/main", "refs/remotes/origin/main", "refs/heads/master"]) {
    const found = tryGit(root, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
    if (found.ok) return nameOf(root, ref);
  }
  throw new BaseError(
    "Git found no default branch (tried origin/HEAD, main and master). Specify a commit with --base REF.",
  );
}

function nameOf(root: string, ref: string): string {
  const symbolic = tryGit(root, ["symbolic-ref", "--quiet", "--short", ref]);
  return symbolic.ok && symbolic.text !== "" ? symbolic.text : ref.replace(/^refs\/(heads|remotes)\//, "");
}

function shownAs(name: string, sha: string): string {
  return sha.startsWith(name) ? sha.slice(0, 12) : `${name} (${sha.slice(0, 12)})`;
}

function git(
  folder: string,
  args: readonly string[],
  failed: (error: string) => string,
  env: Readonly<Record<string, string>> = {},
): string {
  const done = tryGit(folder, args, env);
  if (done.ok) return done.text;
  throw new BaseError(`${failed(done.text)} Run this command in a clone, or specify a commit with --base REF.`);
}

function tryGit(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { ok: boolean; text: string } {
  const { status, stdout, stderr, error } = spawnSync("git", [...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (error) {
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "Git is not installed." : error.message;
    throw new BaseError(`The base cannot be read: ${reason}`);
  }
  return status === 0 ? { ok: true, text: stdout.trim() } : { ok: false, text: stderr.trim().split("\n")[0] ?? "" };
}
