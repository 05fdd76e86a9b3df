import { onStack, type StackWithCli } from "../stack/stack.ts";
import { type Containment, containment, hasFilesOf } from "../system/commit.ts";
import { minute, SetUpError, say } from "../system/say.ts";
import { keptReleases } from "./kept-releases.ts";

/** A checkout that lacks the source of its stack's last update, or may lack it. */
export interface OlderCheckout {
  readonly commit: string;
  /** Whether the checkout certainly lacks that commit. */
  readonly lacksCommit: boolean;
  readonly text: string;
}

const SHOWN = 12;
/** Leading characters that must be given to supersede a commit. */
const NAMED = 7;

/**
 * Compares the checkout with the source of the last update of its stack; undefined if there is nothing to report. A
 * commit that the history lacks counts as contained if the history has its files, which the release notes name.
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

/** Warns if a checkout lacks the source of the last update. */
export async function announceOlderCheckout(of: StackWithCli): Promise<void> {
  const found = await olderCheckout(of);
  if (found !== undefined) sayOlder(found);
}

export function sayOlder({ text }: OlderCheckout): void {
  say(`\n${text}`);
}

/**
 * Refuses a checkout that lacks the commit of the last update of its stack. If that is not known, the preview says so.
 * @param o.supersedes a commit that this checkout may replace although it does not contain it, or its first characters
 * @throws SetUpError with the commit and how to continue
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
    `${text}\nNo plan was made. If your source is meant to replace that commit, for instance after a squash merge: ` +
      `npm run pipeline -- plan --stack ${o.stack} --supersedes ${commit.slice(0, SHOWN)}`,
  );
}

/** The message about a checkout, by what it has of the last update's commit. */
export function olderThan(
  last: LastUpdate,
  { stack, found }: { readonly stack: string; readonly found: Containment },
): OlderCheckout | undefined {
  const { commit, branch, isChanged, time } = last;
  const short = commit.slice(0, SHOWN);
  const where = `${branch === undefined ? "" : `${branch}, `}${minute(time)}`;
  const came = `The last update of ${stack} came from commit ${short} (${where})`;
  const lacking = `${came}, which your checkout does not contain`;
  const files = isChanged ? " It also had uncommitted changes." : "";
  const takesBack = "An update from this checkout would undo the changes of that commit.";
  const one = (lacksCommit: boolean, text: string) => ({ commit, lacksCommit, text });
  switch (found.kind) {
    case "contained":
      return isChanged && found.exactly === "clean"
        ? one(false, `${came} with uncommitted changes. This checkout does not have them.`)
        : undefined;
    case "behind": {
      const commits = found.commits === 1 ? "1 commit" : `${found.commits} commits`;
      return one(true, `${lacking}: it is ${commits} behind.${files} ${takesBack} Get it first: git merge ${short}`);
    }
    case "diverged":
      return one(true, `${lacking}: the two have diverged.${files} ${takesBack} Get it first: git merge ${short}`);
    case "unknown":
      return one(
        true,
        `${lacking}: this repository does not have it.${files} ${takesBack} ` +
          `Get it first: git fetch, then git merge ${branch === undefined ? short : `origin/${branch}`}`,
      );
    case "incomparable":
      return one(false, `${came}. It is not known whether your checkout contains it: ${found.why}.`);
  }
}

/** The source of the last update of a stack, from any checkout on any machine. */
interface LastUpdate {
  readonly commit: string;
  /** Whether files of that checkout differed from the commit. */
  readonly isChanged: boolean;
  /** The branch that was checked out, if any. */
  readonly branch?: string;
  /** When it started, ISO 8601. */
  readonly time: string;
}

/** An entry of the engine's update history (`pulumi stack history --json`), as far as it is used here. */
interface HistoryEntry {
  readonly kind: string;
  readonly startTime: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The history includes refreshes: a nightly one for a month is one page. */
const PAGE = 30;

/**
 * The source of the last update of a stack, which the engine stores with the state in every backend; also for an update
 * that failed, which may have published flows. Undefined for a stack that was never updated, or not since `destroy` or
 * since its state was moved, for an update from outside a Git repository, and if the CLI cannot read the history.
 */
async function lastUpdate(of: StackWithCli): Promise<LastUpdate | undefined> {
  for (let page = 1; ; page += 1) {
    const paging = ["--page-size", String(PAGE), "--page", String(page)];
    const { code, stdout } = await onStack(of, ["stack", "history", "--json", ...paging]);
    const entries = code === 0 ? entriesIn(stdout) : undefined;
    // The calling command meets the same failure, and reports it.
    if (entries === undefined) return undefined;
    const last = entries.find(({ kind }) => kind === "update" || kind === "destroy");
    if (last !== undefined) return last.kind === "update" ? sourceOf(last) : undefined;
    if (entries.length < PAGE) return undefined;
  }
}

/** Undefined for anything but a list: the CLI may have a later version. */
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
