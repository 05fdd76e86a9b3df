import { type Captured, capture } from "./capture.ts";

export function git(project: string, ...args: string[]): Promise<Captured> {
  return capture("git", args, { cwd: project });
}

/** The current commit, followed by `+` if there are uncommitted changes. Undefined outside a repository. */
export async function currentCommit(project: string): Promise<string | undefined> {
  const head = await git(project, "rev-parse", "HEAD");
  if (head.code !== 0) return undefined;
  return `${head.stdout.trim()}${(await hasOwnChanges(project)) ? "+" : ""}`;
}

/** Git's tree id of a commit. Undefined if the repository does not contain the commit, or if the commit ends in `+`. */
export async function treeOf(project: string, commit: string): Promise<string | undefined> {
  const { code, stdout } = await git(project, "rev-parse", "--verify", "--quiet", `${commit}^{tree}`);
  return code === 0 ? stdout.trim() : undefined;
}

/**
 * Whether the history contains a commit with this tree, and no later commit returns to an earlier deployed tree.
 * @param o.tree tree id of the deployed files
 * @param o.earlier tree ids of earlier deployments; a later commit with one of them has reverted the deployed files
 */
export async function hasFilesOf(
  project: string,
  { tree, earlier }: { readonly tree: string; readonly earlier: readonly string[] },
): Promise<boolean> {
  const history = (await git(project, "log", "--format=%T")).stdout.split("\n");
  const at = history.indexOf(tree);
  return at >= 0 && !history.slice(0, at).some((later) => earlier.includes(later));
}

export type Containment =
  /** `exactly`: whether the commit itself is checked out, and if so, whether there are uncommitted changes. */
  | { readonly kind: "contained"; readonly exactly: false | "clean" | "changed" }
  /** `commits`: the number of commits that the checkout is behind. */
  | { readonly kind: "behind"; readonly commits: number }
  | { readonly kind: "diverged" }
  /** The repository does not contain the commit. */
  | { readonly kind: "unknown" }
  | { readonly kind: "incomparable"; readonly why: string };

/**
 * Whether the history of the checkout contains a commit. A later commit with the same files also counts, for example
 * after a squash merge.
 */
export async function containment(project: string, commit: string): Promise<Containment> {
  const succeeds = async (...args: string[]) => (await git(project, ...args)).code === 0;
  const head = await git(project, "rev-parse", "--verify", "HEAD");
  if (head.code !== 0) return { kind: "incomparable", why: withoutHead(head) };
  if (head.stdout.trim() === commit) {
    return { kind: "contained", exactly: (await hasOwnChanges(project)) ? "changed" : "clean" };
  }
  const contained = { kind: "contained", exactly: false } as const;
  const isKnown = await succeeds("cat-file", "-e", `${commit}^{commit}`);
  if (isKnown && (await succeeds("merge-base", "--is-ancestor", commit, "HEAD"))) return contained;
  if ((await git(project, "rev-parse", "--is-shallow-repository")).stdout.trim() === "true") {
    return {
      kind: "incomparable",
      why: "this clone is shallow; `git fetch --unshallow` fetches the rest of its history",
    };
  }
  if (!isKnown) return { kind: "unknown" };
  const tree = (await git(project, "rev-parse", `${commit}^{tree}`)).stdout.trim();
  const later = (await git(project, "log", "--format=%T", `${commit}..HEAD`)).stdout.split("\n");
  if (later.includes(tree)) return contained;
  if (!(await succeeds("merge-base", "--is-ancestor", "HEAD", commit))) return { kind: "diverged" };
  return { kind: "behind", commits: Number((await git(project, "rev-list", "--count", `HEAD..${commit}`)).stdout) };
}

async function hasOwnChanges(project: string): Promise<boolean> {
  return (await git(project, "status", "--porcelain")).stdout.trim() !== "";
}

function withoutHead({ code, stderr }: { readonly code: number; readonly stderr: string }): string {
  if (code === 127) return "Git is not installed";
  return stderr.includes("not a git repository")
    ? "this folder is not in a Git repository"
    : `Git says: ${stderr.trim().split("\n")[0]}`;
}
