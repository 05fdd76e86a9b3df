import { copyFileSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { devStack } from "../stack/environment.ts";
import type { FileStack } from "../stack/stack.ts";
import { SetUpError, say } from "../system/say.ts";
import { readStateFile, stateCopies, stateFile } from "./state-file.ts";
import { markUnfinished } from "./unfinished-run.ts";

interface Copy {
  readonly file: string;
  /** When its state was written, ISO 8601. */
  readonly time: string;
}

/**
 * Puts the newest whole copy of a stack's state in the place of one that cannot be read, and marks the stack so that the next
 * update looks at what is live first: what the copy does not know is found there. What cannot be read is kept beside it.
 * Does nothing to a state that is whole, or does not exist.
 *
 * To be called while no other command works on the stack.
 * @throws SetUpError when no copy is whole: what to do
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
    // Before the state is there: whoever comes next must know, also when this process ends now.
    markUnfinished(o, { command: "restore" });
    renameSync(file, kept);
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
  rmSync(`${file}.attrs`, { force: true }); // of what was damaged; the CLI does without
  say(
    `The state of ${o.stack} could not be read: ${file} ${reading.why}. Restored it from its newest whole copy, ${copy.file} (${copy.time}); ` +
      `what was there is kept as ${kept}.`,
  );
}

/** For a command that only reads. @throws SetUpError when the state cannot be read: what restores it */
export function assertStateIsWhole(o: FileStack): void {
  const file = stateFile(o);
  const reading = readStateFile(file);
  if (reading.kind !== "damaged") return;
  const copy = newestCopy(o);
  if (copy === undefined) throw new SetUpError(noCopy(o, reading.why));
  throw new SetUpError(
    `The state of ${o.stack} cannot be read: ${file} ${reading.why}. Nothing was done.\n` +
      `Its newest whole copy is ${copy.file} (${copy.time}). Restore it, and look at what is live: npm run pulumi -- refresh --stack ${o.stack}`,
  );
}

/** The copy whose state was written last, of those that are whole and of this stack. */
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
  const tried = copies.length === 0 ? "no copy of it exists" : `no copy of it is whole (${copies.join(", ")})`;
  const away = [file, ...(copies.includes(`${file}.bak`) ? [`${file}.bak`] : [])];
  return [
    `The state of ${stack} cannot be read: ${file} ${why}, and ${tried}. Nothing was done.`,
    `Begin a new state, which takes over what is live:`,
    ...away.map((each) => `  mv ${each} ${each}.damaged`),
    ...(stack === devStack
      ? ["  npm start"]
      : [`  npm run pulumi -- stack init ${stack}`, `  npm run pulumi -- up --stack ${stack}`]),
    "Flows are taken over by their ownership marks. For queues and other objects the update prints the commands that import them.",
  ].join("\n");
}
