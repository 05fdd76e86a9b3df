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
  /** When it started, ISO 8601. */
  readonly time?: string;
  /** The CLI's command, without its arguments. */
  readonly command?: string;
}

/** Marks a stack: its last run may have made changes that are not in the state. Keeps an existing mark. */
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
    return {}; // any content is a mark
  }
}

function removeMark(marked: ProjectStack): void {
  rmSync(markOf(marked), { force: true });
}

function markOf({ project, stack }: ProjectStack): string {
  return path.join(project, KEPT, "unfinished", `${fileNameOf(stack)}.json`);
}

/** Node.js, by the system's name for a process that runs this. */
const wrappers = ["node", "MainThread"];

/** Whether a marked run has ended. A run that changes the stack runs alone; a preview may run at the same time. */
function isOver(run: UnfinishedRun | undefined, alone: boolean): boolean {
  if (run === undefined) return false;
  const { pid, hostname, time: timestamp } = run;
  return alone || hostname !== os.hostname() || isGone({ pid, hostname, timestamp }, { programs: wrappers });
}

/** Pulumi commands that change the organisation. */
const changing = new Set(["up", "watch", "destroy"]);
/** Commands that accept `--refresh`. */
const refreshing = new Set([...changing, "preview"]);
/** Flags that limit a command to certain resources. */
const narrowing = ["target", "target-replace", "exclude", "exclude-protected"];

export interface MarkedEnding extends Ending {
  /** False if the engine refused the run before its first step, so that it changed nothing. */
  readonly hasBegun?: boolean;
}

/**
 * Runs the CLI with a mark that it may be changing the organisation; removes the mark when it succeeded. A run that
 * finds an earlier run's mark first reads the live state, with `--refresh`: the state does not contain what a killed
 * run changed, and if the source was reverted meanwhile, source and state agree. The earlier mark stays until a run has
 * refreshed everything and succeeded. Call it while no other command of this project changes the stack, except for
 * previews.
 * @throws SetUpError if an earlier run left notes in another version's format
 * @param o.env the CLI's environment; `PULUMI_OPTION_REFRESH` in it has the effect of `--refresh` or `--refresh=false`
 * @param run starts the CLI with these arguments and additional variables
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
    // The CLI did not start.
    if (changes && earlier === undefined) removeMark(o);
    throw error;
  });
  if (hasBegun === false && changes && earlier === undefined) removeMark(o);
  const refreshes = command === "refresh" ? !isOn(flags.get("preview-only")) : changes && (adds || isOn(decided));
  const looksAtAll = refreshes && !narrows;
  const endedWell = succeeded({ code, signal });
  if (endedWell && command === "up" && changes && !narrows) rmSync(adopting, { recursive: true, force: true });
  if (endedWell && (looksAtAll || (changes && earlier === undefined))) {
    // The state now has what the run created, and the update has dealt with what an earlier run left.
    if (command === "up" && (recovers || !notedBefore))
      for (const folder of notes) rmSync(folder, { recursive: true, force: true });
    // `destroy` runs no program, and only the program would find objects that are not in the state.
    if (command === "destroy" && isFilled(notesFolderOf(o.project, o.stack, "creating"))) say(leftForUpdate(o));
    else removeMark(o);
  }
  return { code, signal };
}

/** Refuses notes that this version cannot read, once for all resources. @throws SetUpError */
function assertNotes({ project, stack }: ProjectStack): void {
  try {
    assertReadableNotes(project, stack);
  } catch (error) {
    throw new SetUpError(`${(error as Error).message} Nothing was done.`);
  }
}

/** `runMarked` for a command with its environment. */
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
    `The next update deletes those that it finds: npm run pulumi -- up --stack ${stack}`
  );
}

function isFilled(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0;
}
