import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { assertReadableNotes, noteKinds, notesFolderOf, recoveryVariable } from "@genesys-flows/project/notes";
import { commandLine, isOn } from "../cli/command-line.ts";
import { fileNameOf, type ProjectStack } from "../stack/stack.ts";
import { KEPT, textOf } from "../system/files.ts";
import { type Ending, succeeded } from "../system/pass-through.mjs";
import { isGone, type NotedProcess } from "../system/process-life.ts";
import { minute, SetUpError, say } from "../system/say.ts";
import type { EngineCommand } from "./engine-run.ts";

/** A run that may have changed the organisation without recording it in the state. */
interface UnfinishedRun extends Pick<NotedProcess, "pid" | "hostname"> {
  /** Start time of the run, ISO 8601. */
  readonly time?: string;
  /** The CLI's command, without its arguments. */
  readonly command?: string;
}

/** Marks a stack whose last run may have made changes that are not in the state. Keeps an existing mark. */
export function markUnfinished(marked: ProjectStack, run: UnfinishedRun): void {
  if (unfinishedRun(marked) !== undefined) return;
  const file = markOf(marked);
  const text = JSON.stringify({ pid: process.pid, hostname: os.hostname(), time: new Date().toISOString(), ...run });
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeSync(file, `${text}\n`, { flush: true });
}

function unfinishedRun(marked: ProjectStack): UnfinishedRun | undefined {
  const text = textOf(markOf(marked));
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {}; // a file with invalid content still counts as a mark
  }
}

function removeMark(marked: ProjectStack): void {
  rmSync(markOf(marked), { force: true });
}

function markOf({ project, stack }: ProjectStack): string {
  return path.join(project, KEPT, "unfinished", `${fileNameOf(stack)}.json`);
}

/** Names that the operating system shows for a Node.js process that runs the wrapper. */
const wrappers = ["node", "MainThread"];

/**
 * Whether a marked run has ended. If the calling command holds the stack's lock (`alone`), every earlier run has ended.
 * A preview, however, may run at the same time as the marked run.
 */
function isOver(run: UnfinishedRun | undefined, alone: boolean): boolean {
  if (run === undefined) return false;
  const { pid, hostname, time: timestamp } = run;
  return alone || hostname !== os.hostname() || isGone({ pid, hostname, timestamp }, { programs: wrappers });
}

/** Pulumi commands that change the organisation. */
const changing = new Set(["up", "watch", "destroy"]);
/** Commands that accept `--refresh`. */
const refreshing = new Set([...changing, "preview"]);
/** Flags that limit a command to some of the resources. */
const narrowing = ["target", "target-replace", "exclude", "exclude-protected"];

export interface MarkedEnding extends Ending {
  /** False if the engine refused the run before its first step. The run then changed nothing. */
  readonly hasBegun?: boolean;
}

/**
 * Runs the CLI and marks the stack as unfinished while the run may change the organisation. Removes the mark if the run
 * succeeds. A run that finds the mark of an earlier run adds `--refresh` to read the live state first. This is needed
 * because the state does not contain the changes of a killed run. Without the refresh, no difference would be found if
 * the source was reverted in the meantime. The earlier mark is kept until a run has refreshed everything and succeeded.
 * Except for previews, call this function only while no other command of this project changes the stack.
 * @throws SetUpError if an earlier run left notes in the format of a different version
 * @param o.env the CLI's environment; its `PULUMI_OPTION_REFRESH` has the same effect as the `--refresh` flag
 * @param run runs the CLI with the given arguments and additional variables
 */
export async function runMarked(
  o: ProjectStack & { readonly args: readonly string[]; readonly env: Readonly<Record<string, string | undefined>> },
  run: (args: readonly string[], env: Readonly<Record<string, string>>) => Promise<MarkedEnding>,
): Promise<Ending> {
  const { command, at, flags } = commandLine(o.args);
  if (flags.has("help")) return run(o.args, {});
  if (refreshing.has(command) || command === "refresh") assertNotes(o);
  const changes = changing.has(command) && !isOn(flags.get("preview-only"));
  const earlier = unfinishedRun(o);
  const decided = flags.get("refresh") ?? o.env.PULUMI_OPTION_REFRESH;
  const adds = refreshing.has(command) && decided === undefined && isOver(earlier, changes);
  if (adds) {
    const when = earlier?.time === undefined ? "" : ` (${minute(earlier.time)})`;
    say(`The last update of ${o.stack} did not complete${when}: reading the live state first (--refresh).`);
  }
  if (changes) markUnfinished(o, { command });
  const args = adds ? o.args.toSpliced(at + 1, 0, "--refresh") : o.args;
  const narrows = narrowing.some((flag) => flags.has(flag));
  const recovers = earlier !== undefined && (adds || (refreshing.has(command) && isOn(decided))) && !narrows;
  const env: Record<string, string> = recovers ? { [recoveryVariable]: "true" } : {};
  const notes = noteKinds.map((kind) => notesFolderOf(o.project, o.stack, kind));
  const adopting = notesFolderOf(o.project, o.stack, "adopting");
  const notedBefore = notes.some((folder) => folder !== adopting && isFilled(folder));
  const { code, signal, hasBegun } = await run(args, env).catch((error: unknown) => {
    // The CLI could not be started, so nothing was changed.
    if (changes && earlier === undefined) removeMark(o);
    throw error;
  });
  if (hasBegun === false && changes && earlier === undefined) removeMark(o);
  const refreshes = command === "refresh" ? !isOn(flags.get("preview-only")) : changes && (adds || isOn(decided));
  const looksAtAll = refreshes && !narrows;
  const endedWell = succeeded({ code, signal });
  if (endedWell && command === "up" && changes && !narrows) rmSync(adopting, { recursive: true, force: true });
  if (endedWell && (looksAtAll || (changes && earlier === undefined))) {
    // The state now includes the objects that the run created. The update has also handled the notes of earlier runs.
    if (command === "up" && (recovers || !notedBefore))
      for (const folder of notes) rmSync(folder, { recursive: true, force: true });
    // `destroy` does not run the program, but only the program can find objects that are not in the state.
    if (command === "destroy" && isFilled(notesFolderOf(o.project, o.stack, "creating"))) say(leftForUpdate(o));
    else removeMark(o);
  }
  return { code, signal };
}

/** Checks once for all resources that this version can read the notes. @throws SetUpError if it cannot */
function assertNotes({ project, stack }: ProjectStack): void {
  try {
    assertReadableNotes(project, stack);
  } catch (error) {
    throw new SetUpError(`${(error as Error).message} Nothing was done.`);
  }
}

/** Like `runMarked`, but takes the command and its environment as an `EngineCommand`. */
export function runMarkedCommand(
  of: ProjectStack,
  command: EngineCommand,
  run: (command: EngineCommand) => Promise<MarkedEnding>,
): Promise<Ending> {
  const { args, env } = command;
  return runMarked({ ...of, args, env }, (marked, more) => run({ ...command, args: marked, env: { ...env, ...more } }));
}

function leftForUpdate({ stack }: ProjectStack): string {
  return (
    "An interrupted run may have created objects, such as queues, that are not in the state and still exist. " +
    `The next update deletes the objects that it can find: npm run pulumi -- up --stack ${stack}`
  );
}

function isFilled(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0;
}
