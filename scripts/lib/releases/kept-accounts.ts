import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { accountName, accountWords, type KeptReleases, readReleases, shortened } from "@genesys-flows/report/account";
import type { ReportedRun } from "../report/reported-run.ts";
import type { StackWithCli } from "../runs/last-update.ts";
import { openedStack } from "../runs/opened-stack.ts";
import { type ProjectStack, projectName, stateFolder } from "../stack/stack.ts";
import { currentCommit, treeOf } from "../system/commit.ts";
import { KEPT } from "../system/kept-files.ts";
import { say } from "../system/say.ts";
import { BackendNotes } from "./backend-notes.ts";

/** Where the accounts of a stack's updates are: with its state, so that every checkout has the same. */
interface Place {
  /** Beside the state where that is a folder; otherwise in the checkout, as a copy of what the backend has. */
  readonly folder: string;
  /** Undefined where the folder is beside the state: then every checkout has it. */
  readonly backend: BackendNotes | undefined;
}

/** The releases of a stack, and the folder in which they are. */
export type FoundReleases = KeptReleases & { readonly folder: string };

/** The releases of a stack for a command that runs no CLI. */
export async function releasesOf(of: ProjectStack): Promise<FoundReleases> {
  return keptReleases(await openedStack(of, ["stack", "export"]));
}

/** Reads the releases of a stack where its state is. What cannot be read is listed with the reason. */
export async function keptReleases(of: StackWithCli): Promise<FoundReleases> {
  const place = placeOf(of);
  const missing = await fetchFrom(place).then(
    () => [],
    (error: Error) => [`The release notes in the backend cannot be read: ${error.message}`],
  );
  const { releases, unreadable } = readReleases(place.folder);
  return { folder: place.folder, releases, unreadable: [...missing, ...unreadable] };
}

/**
 * Keeps the account of an update that changed something, or applied a plan. The update has ended: what fails here is only said. Call it
 * with the update lock.
 * @param plan identity of the plan that it was made of
 */
export async function keepAccount(
  of: StackWithCli,
  { done, report }: Pick<ReportedRun, "done" | "report">,
  plan: string | undefined,
): Promise<void> {
  try {
    const { accountOf, markdownReport } = await import("@genesys-flows/report");
    const commit = await currentCommit(of.project);
    const tree = commit === undefined ? undefined : await treeOf(of.project, commit);
    const account = accountOf(done, report, { time: new Date().toISOString(), commit, tree, plan });
    if (account === undefined) return;
    const place = placeOf(of);
    mkdirSync(place.folder, { recursive: true });
    const file = path.join(place.folder, accountName(account.time));
    writeWholeSync(`${file}.json`, `${JSON.stringify(account)}\n`);
    writeWholeSync(`${file}.md`, `# ${of.stack}, ${accountWords(account)}\n\n${markdownReport(report).join("\n\n")}\n`);
    await fetchFrom(place);
    await sendTo(place);
  } catch (error) {
    say(`The update has ended, but its release notes could not be kept: ${(error as Error).message}`);
  }
}

function placeOf(of: StackWithCli): Place {
  const state = stateFolder(of.env.PULUMI_BACKEND_URL ?? "");
  const base = state === undefined ? path.join(of.project, KEPT) : path.join(state, ".genesys-flows");
  const folder = path.join(base, "releases", projectName(of.project), of.stack);
  return { folder, backend: state === undefined ? new BackendNotes(of) : undefined };
}

/** Adds to the folder what the backend has and it does not. @throws Error when the backend cannot be read */
async function fetchFrom({ folder, backend }: Place): Promise<void> {
  if (backend === undefined) return;
  const notes = Object.entries(await backend.read());
  mkdirSync(folder, { recursive: true });
  for (const [name, account] of notes) {
    const file = path.join(folder, `${path.basename(name)}.json`);
    if (!existsSync(file)) writeWholeSync(file, `${JSON.stringify(account)}\n`);
  }
}

/** Accounts that have their whole report in the backend; older ones have what `releases` and `rollback` read. */
const WHOLE = 50;

/**
 * Gives the backend every account of the folder, also those of earlier versions of this project, which kept them in the checkout.
 * @throws Error when the backend refuses it
 */
async function sendTo({ folder, backend }: Place): Promise<void> {
  if (backend === undefined) return;
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  const notes = files
    .sort()
    .reverse()
    .flatMap((file, index): [string, object][] => {
      const account = parsed(path.join(folder, file));
      return account ? [[path.basename(file, ".json"), index < WHOLE ? account : shortened(account)]] : [];
    });
  await backend.write(Object.fromEntries(notes));
}

/** Undefined for a file that is not JSON, which stays where it is and is reported when releases are listed. */
function parsed(file: string): object | undefined {
  try {
    const data: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof data === "object" && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}
