import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import path from "node:path";
import { olderThan } from "../../packages/wrapper/runs/older-checkout.ts";
import { containment, hasFilesOf, treeOf } from "../../packages/wrapper/system/commit.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const folder = temporaryFolder();

/** Runs git in a repository of the test. */
function git(cwd: string, ...args: string[]): string {
  const who = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "init.defaultBranch=main"];
  return execFileSync("git", [...who, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

/** Adds a line to a file and commits it. */
function committed(repository: string, file: string): string {
  appendFileSync(path.join(repository, file), "line\n");
  git(repository, "add", "--all");
  git(repository, "commit", "--quiet", "--message", file);
  return git(repository, "rev-parse", "HEAD");
}

/** A repository with one commit. */
function repository(): { readonly root: string; readonly first: string } {
  const root = path.join(folder(), "repository");
  git(folder(), "init", "--quiet", root);
  return { root, first: committed(root, "first") };
}

describe("whether a checkout contains a commit", () => {
  test("the commit itself, clean or changed, and one of its history", async () => {
    const { root, first } = repository();
    expect(await containment(root, first)).toEqual({ kind: "contained", exactly: "clean" });
    appendFileSync(path.join(root, "first"), "changed");
    expect(await containment(root, first)).toEqual({ kind: "contained", exactly: "changed" });
    committed(root, "second");
    expect(await containment(root, first)).toEqual({ kind: "contained", exactly: false });
  });

  test("a checkout that is behind, also with a detached HEAD", async () => {
    const { root, first } = repository();
    committed(root, "second");
    const third = committed(root, "third");
    git(root, "checkout", "--quiet", "--detach", first);
    expect(await containment(root, third)).toEqual({ kind: "behind", commits: 2 });
  });

  test("a branch that diverged, before and after it was squashed into this one", async () => {
    const { root } = repository();
    git(root, "checkout", "--quiet", "-b", "change");
    const change = committed(root, "change");
    git(root, "checkout", "--quiet", "main");
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Meanwhile");
    expect(await containment(root, change)).toEqual({ kind: "diverged" });
    git(root, "merge", "--quiet", "--squash", "change");
    git(root, "commit", "--quiet", "--message", "Squashed");
    committed(root, "later");
    expect(await containment(root, change)).toEqual({ kind: "contained", exactly: false });
  });

  test("an older checkout of a commit that only takes back another one is behind", async () => {
    const { root, first } = repository();
    committed(root, "second");
    git(root, "revert", "--no-edit", "HEAD");
    const reverted = git(root, "rev-parse", "HEAD");
    git(root, "checkout", "--quiet", first);
    expect(await containment(root, reverted)).toEqual({ kind: "behind", commits: 2 });
  });

  test("a commit that the repository does not have; in a shallow clone, that is not known", async () => {
    const { root } = repository();
    const second = committed(root, "second");
    git(folder(), "clone", "--quiet", "--depth", "1", `file://${root}`, "shallow");
    const shallow = path.join(folder(), "shallow");
    expect(await containment(root, "0".repeat(40))).toEqual({ kind: "unknown" });
    expect(await containment(shallow, second)).toEqual({ kind: "contained", exactly: "clean" });
    expect(await containment(shallow, "0".repeat(40))).toMatchObject({ kind: "incomparable" });
  });

  test("the files of a commit that the repository does not have, unless they are older than what was deployed before", async () => {
    const { root, first } = repository();
    const tree = String(await treeOf(root, first));
    expect(await treeOf(root, `${first}+`)).toBeUndefined();
    const second = committed(root, "second");
    const earlier = [String(await treeOf(root, second))];
    expect(await hasFilesOf(root, { tree, earlier: [] })).toBe(true);
    expect(await hasFilesOf(root, { tree, earlier })).toBe(false);
    expect(await hasFilesOf(root, { tree: "0".repeat(40), earlier: [] })).toBe(false);
  });

  test("outside of a repository", async () => {
    const found = await containment(folder(), "0".repeat(40));
    expect(found).toEqual({ kind: "incomparable", why: "this folder is not in a Git repository" });
  });
});

describe("what is said about it", () => {
  const last = { commit: "0123456789abcdef", isChanged: false, branch: "main", time: "2026-11-24T08:51:00.000Z" };
  const about = (found: Parameters<typeof olderThan>[1]["found"], more = {}) =>
    olderThan({ ...last, ...more }, { stack: "prod", found });

  test("nothing where the commit is contained", () => {
    expect(about({ kind: "contained", exactly: "clean" })).toBeUndefined();
    expect(about({ kind: "contained", exactly: "changed" }, { isChanged: true })).toBeUndefined();
    expect(about({ kind: "contained", exactly: false }, { isChanged: true })).toBeUndefined();
  });

  test.each([
    [{ kind: "behind", commits: 1 }, true, "which your checkout does not contain. The checkout is 1 commit behind."],
    [{ kind: "diverged" }, true, "which your checkout does not contain. The checkout and the commit have diverged."],
    [{ kind: "unknown" }, true, "Before you update, run: git fetch, then git merge origin/main"],
    [
      { kind: "incomparable", why: "Git is not installed" },
      false,
      "It is not known whether your checkout contains this commit: Git is not installed.",
    ],
  ] as const)("%j", (found, lacksCommit, part) => {
    const older = about(found);
    expect(older).toMatchObject({ commit: last.commit, lacksCommit });
    expect(older?.text).toMatch(
      /^The last update of prod came from commit 0123456789ab \(main, 2026-11-24 08:51 UTC\)/,
    );
    expect(older?.text).toContain(part);
  });

  test("changes that were not committed, where this checkout certainly lacks them", () => {
    expect(about({ kind: "contained", exactly: "clean" }, { isChanged: true })).toMatchObject({ lacksCommit: false });
    expect(about({ kind: "diverged" }, { isChanged: true })?.text).toContain("uncommitted changes");
  });
});
