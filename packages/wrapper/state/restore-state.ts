import { copyFileSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { markUnfinished } from "../runs/marked-run.ts";
import { devStack } from "../stack/environment.ts";
import type { FileStack } from "../stack/stack.ts";
import { SetUpError, say } from "../system/say.ts";
import { readStateFile, stateCopies, stateFile } from "./state-file.ts";

interface Copy {
  readonly file: string;
  /** Time at which the state in this copy was written, ISO 8601. */
  readonly time: string;
}

/**
 * Replaces an unreadable state of a stack with its newest intact copy, and keeps the damaged file next to it. Marks the
 * stack as unfinished, so that the next update first reads the live state and finds objects that are missing from the
 * copy. Does nothing if the state is intact or does not exist. Call this function only while no other command works on
 * the stack.
 * @throws SetUpError if no copy is intact; the message explains how to create a new state
 */
export function restoreState(o: FileStack): void {
  const file = stateFile(o);
  const reading = readStateFile(file);
  if (reading.kind !== "damaged") return;
  const copy = newestCopy(o);
  if (copy === undefined) throw new SetUpError(noCopy(o, reading.why));
  const fresh = `${file}.${process.pid}`;
  const kept = `${file}.damaged-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  try {
    copyFileSync(copy.file, fresh);
    // Write the mark before replacing the state, so that the next run finds the mark even if this process is killed.
    markUnfinished(o, { command: "restore" });
    renameSync(file, kept);
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
  rmSync(`${file}.attrs`, { force: true }); // describes the damaged file; the CLI does not need it
  say(
    `The state of ${o.stack} could not be read: ${file} ${reading.why}. The state was restored from its newest intact copy, ${copy.file} (${copy.time}). ` +
      `The damaged file was kept as ${kept}.`,
  );
}

/**
 * The error message of a read-only command if the state cannot be read. It includes the command that restores the
 * state. Undefined if the state can be read or does not exist.
 */
export function damagedState(o: FileStack): string | undefined {
  const file = stateFile(o);
  const reading = readStateFile(file);
  if (reading.kind !== "damaged") return undefined;
  const copy = newestCopy(o);
  if (copy === undefined) return noCopy(o, reading.why);
  return (
    `The state of ${o.stack} cannot be read: ${file} ${reading.why}. Nothing was done.\n` +
    `Its newest intact copy is ${copy.file} (${copy.time}). Restore it and read the live state: npm run pulumi -- refresh --stack ${o.stack}`
  );
}

/** @throws SetUpError with the message of `damagedState`, if the state cannot be read */
export function assertStateIsWhole(o: FileStack): void {
  const text = damagedState(o);
  if (text !== undefined) throw new SetUpError(text);
}

function newestCopy(o: FileStack): Copy | undefined {
  return stateCopies(o)
    .flatMap((file): Copy[] => {
      const reading = readStateFile(file);
      if (reading.kind !== "whole" || !isOf(reading.checkpoint.stack, o)) return [];
      return [{ file, time: reading.checkpoint.latest?.manifest?.time ?? statSync(file).mtime.toISOString() }];
    })
    .sort((a, b) => Date.parse(b.time) - Date.parse(a.time))[0];
}

function isOf(named: string | undefined, { projectName, stack }: FileStack): boolean {
  return named === undefined || named === stack || named.endsWith(`/${projectName}/${stack}`);
}

function noCopy(o: FileStack, why: string): string {
  const { stack } = o;
  const file = stateFile(o);
  const copies = stateCopies(o).filter((copy) => existsSync(copy));
  const tried = copies.length === 0 ? "no copy of it exists" : `no copy of it is intact (${copies.join(", ")})`;
  const away = [file, ...(copies.includes(`${file}.bak`) ? [`${file}.bak`] : [])];
  return [
    `The state of ${stack} cannot be read: ${file} ${why}, and ${tried}. Nothing was done.`,
    "Create a new state, which adopts the declared objects that exist in the organisation:",
    ...away.map((each) => `  mv ${each} ${each}.damaged`),
    ...newState(stack),
  ].join("\n");
}

/** The commands that create a new state for a stack whose state was lost. */
export function newState(stack: string): string[] {
  const adopt = `  npm run flowctl -- adopt --declared --stack ${stack}`;
  if (stack === devStack) return [adopt, "  npm start"];
  return [`  npm run pulumi -- stack init ${stack} --no-select`, adopt, `  npm run pulumi -- up --stack ${stack}`];
}
