import type { ProjectStack } from "../stack/stack.ts";
import { capture } from "../system/capture.ts";

/** The source of the last update of a stack, from any checkout on any machine. */
export interface LastUpdate {
  readonly commit: string;
  /** Whether files of that checkout differed from the commit. */
  readonly isChanged: boolean;
  /** The branch that was checked out, where one was. */
  readonly branch?: string;
  /** When it started, ISO 8601. */
  readonly time: string;
}

/** A stack, and how to run the CLI on it. */
export type StackWithCli = ProjectStack & { readonly cli: string; readonly env: NodeJS.ProcessEnv };

/** What the engine keeps of an update (`pulumi stack history --json`), as far as it is used here. */
interface HistoryEntry {
  readonly kind: string;
  readonly startTime: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Refreshes are in the history, too: a nightly one for a month is one page. */
const PAGE = 30;

/**
 * The source of the last update of a stack, which the engine keeps with the state in every backend; also of an update that failed,
 * which may have published flows. Undefined where there is none: no update, none since `destroy` or since the state was moved, one
 * outside of a Git repository, and where the CLI cannot read the history.
 */
export async function lastUpdate({ project, stack, cli, env }: StackWithCli): Promise<LastUpdate | undefined> {
  for (let page = 1; ; page += 1) {
    const paging = ["--page-size", String(PAGE), "--page", String(page)];
    const args = ["stack", "history", "--json", "--stack", stack, ...paging];
    const { code, stdout } = await capture(cli, args, { cwd: project, env });
    const entries = code === 0 ? entriesIn(stdout) : undefined;
    // The command that asked meets the same failure, and reports it.
    if (entries === undefined) return undefined;
    const last = entries.find(({ kind }) => kind === "update" || kind === "destroy");
    if (last !== undefined) return last.kind === "update" ? sourceOf(last) : undefined;
    if (entries.length < PAGE) return undefined;
  }
}

/** Undefined for what is no list: the CLI of a later version. */
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
