import { onStack, type StackWithCli } from "../stack/stack.ts";
import { type Containment, containment, hasFilesOf } from "../system/commit.ts";
import { minute, SetUpError, say } from "../system/say.ts";
import { keptReleases } from "./kept-releases.ts";

/** A checkout that does not contain the source of its stack's last update, or may not contain it. */
export interface OlderCheckout {
  readonly commit: string;
  /** Whether it is certain that the checkout does not contain the commit. */
  readonly lacksCommit: boolean;
  readonly text: string;
}

const SHOWN = 12;
/** Minimum number of leading characters of a commit that `supersedes` must contain. */
const NAMED = 7;

/**
 * Compares the checkout with the source of its stack's last update. Undefined if there is nothing to report. A commit
 * that is missing from the history counts as contained if the history contains its files. The release notes record the
 * tree id of these files.
 */
export async function olderCheckout(of: StackWithCli): Promise<OlderCheckout | undefined> {
  const last = await lastUpdate(of);
  if (last === undefined) return undefined;
  const found = await containment(of.project, last.commit);
  const isElsewhere = found.kind === "unknown" || found.kind === "diverged";
  if (isElsewhere && !last.isChanged && (await hasReleasedFiles(of, last))) return undefined;
  return olderThan(last, { stack: of.stack, found });
}

async function hasReleasedFiles(of: StackWithCli, { commit }: LastUpdate): Promise<boolean> {
  const { releases } = await keptReleases(of);
  const at = releases.findIndex((release) => release.commit === commit);
  const tree = releases[at]?.tree;
  const earlier = releases.slice(at + 1).flatMap((release) => release.tree ?? []);
  return tree !== undefined && hasFilesOf(of.project, { tree, earlier: earlier.filter((one) => one !== tree) });
}

/** Prints a warning if a checkout does not contain the source of the last update, or may not contain it. */
export async function announceOlderCheckout(of: StackWithCli): Promise<void> {
  const found = await olderCheckout(of);
  if (found !== undefined) sayOlder(found);
}

export function sayOlder({ text }: OlderCheckout): void {
  say(`\n${text}`);
}

/**
 * Refuses a checkout that does not contain the commit of its stack's last update. If this is uncertain, only prints the
 * message.
 * @param o.supersedes a commit, or its first characters, that this checkout may replace without containing it
 * @throws SetUpError that names the commit and explains how to continue
 */
export function assertNotOlder(
  older: OlderCheckout,
  o: { readonly stack: string; readonly supersedes?: string | undefined },
): void {
  const { commit, lacksCommit, text } = older;
  const isSuperseded = (o.supersedes?.length ?? 0) >= NAMED && commit.startsWith(o.supersedes ?? "");
  if (!lacksCommit || isSuperseded) {
    sayOlder(older);
    return;
  }
  throw new SetUpError(
    `${text}\nNo plan was made. If your source is meant to replace that commit, for instance after a squash merge, run: ` +
      `npm run pipeline -- plan --stack ${o.stack} --supersedes ${commit.slice(0, SHOWN)}`,
  );
}

/** The message about a checkout that does not contain the last update. Undefined if there is nothing to report. */
export function olderThan(
  last: LastUpdate,
  { stack, found }: { readonly stack: string; readonly found: Containment },
): OlderCheckout | undefined {
  const { commit, branch, isChanged, time } = last;
  const short = commit.slice(0, SHOWN);
  const where = `${branch === undefined ? "" : `${branch}, `}${minute(time)}`;
  const came = `The last update of ${stack} came from commit ${short} (${where})`;
  const lacking = `${came}, which your checkout does not contain`;
  const files = isChanged ? " The update also included uncommitted changes." : "";
  const takesBack = "An update from this checkout would undo the changes of that commit.";
  const one = (lacksCommit: boolean, text: string) => ({ commit, lacksCommit, text });
  switch (found.kind) {
    case "contained":
      return isChanged && found.exactly === "clean"
        ? one(false, `${came} with uncommitted changes. This checkout does not contain these changes.`)
        : undefined;
    case "behind": {
      const commits = found.commits === 1 ? "1 commit" : `${found.commits} commits`;
      return one(
        true,
        `${lacking}. The checkout is ${commits} behind.${files} ${takesBack} Before you update, run: git merge ${short}`,
      );
    }
    case "diverged":
      return one(
        true,
        `${lacking}. The checkout and the commit have diverged.${files} ${takesBack} Before you update, run: git merge ${short}`,
      );
    case "unknown":
      return one(
        true,
        `${lacking}. The commit is not in this repository.${files} ${takesBack} ` +
          `Before you update, run: git fetch, then git merge ${branch === undefined ? short : `origin/${branch}`}`,
      );
    case "incomparable":
      return one(false, `${came}. It is not known whether your checkout contains this commit: ${found.why}.`);
  }
}

/** The source of a stack's last update. The update may have been run from any checkout on any machine. */
interface LastUpdate {
  readonly commit: string;
  /** Whether the checkout of that update had uncommitted changes. */
  readonly isChanged: boolean;
  /** The branch that was checked out, if any. */
  readonly branch?: string;
  /** Start time of the update, ISO 8601. */
  readonly time: string;
}

/** The fields used here of an entry in the engine's update history (`pulumi stack history --json`). */
interface HistoryEntry {
  readonly kind: string;
  readonly startTime: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Page size. The history includes refreshes, so one page covers a month of nightly refreshes. */
const PAGE = 30;

/**
 * The source of a stack's last update, which the engine stores with the state in every backend. A failed update also
 * counts, because it may have published flows. Undefined in these cases:
 *
 * - The stack was never updated, or not since `destroy` or since its state was moved.
 * - The update was run outside a Git repository.
 * - The CLI cannot read the history.
 */
async function lastUpdate(of: StackWithCli): Promise<LastUpdate | undefined> {
  for (let page = 1; ; page += 1) {
    const paging = ["--page-size", String(PAGE), "--page", String(page)];
    const { code, stdout } = await onStack(of, ["stack", "history", "--json", ...paging]);
    const entries = code === 0 ? entriesIn(stdout) : undefined;
    // The calling command will fail for the same reason and report the error.
    if (entries === undefined) return undefined;
    const last = entries.find(({ kind }) => kind === "update" || kind === "destroy");
    if (last !== undefined) return last.kind === "update" ? sourceOf(last) : undefined;
    if (entries.length < PAGE) return undefined;
  }
}

/** Parses the history. Undefined if it is not a list, because a later version of the CLI may use a different format. */
function entriesIn(text: string): readonly HistoryEntry[] | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function sourceOf({ startTime, environment = {} }: HistoryEntry): LastUpdate | undefined {
  const { "git.head": commit, "git.dirty": dirty, "git.headName": name = "" } = environment;
  if (commit === undefined) return undefined;
  const branch = /^refs\/heads\/(.+)$/.exec(name)?.[1];
  return { commit, isChanged: dirty === "true", time: startTime, ...(branch !== undefined && { branch }) };
}
