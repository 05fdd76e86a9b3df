import { mkdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { fileNameOf, type ProjectStack } from "../stack/stack.ts";
import { isGone, type NotedProcess } from "../system/process-life.ts";

/** A run that may have changed the organisation without recording it in the state. */
export interface UnfinishedRun extends Pick<NotedProcess, "pid" | "hostname"> {
  /** When it started, ISO 8601. */
  readonly time?: string;
  /** The CLI's command, without its arguments. */
  readonly command?: string;
}

/** The system's name of a process that runs this: Node.js. */
const wrappers = ["node", "MainThread"];

/** Marks a stack: its last run may have made changes that are not in the state. Keeps an existing mark. */
export function markUnfinished(marked: ProjectStack, run: UnfinishedRun): void {
  if (unfinishedRun(marked) !== undefined) return;
  const file = markOf(marked);
  const text = JSON.stringify({ pid: process.pid, hostname: os.hostname(), time: new Date().toISOString(), ...run });
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeSync(
    file,
    `${text}
`,
    { flush: true },
  );
}

/** The run whose mark is on a stack; undefined without a mark. */
export function unfinishedRun(marked: ProjectStack): UnfinishedRun | undefined {
  let text: string;
  try {
    text = readFileSync(markOf(marked), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    return {}; // any content is a mark
  }
}

/** Removes the mark of a stack, if it has one. */
export function removeMark(marked: ProjectStack): void {
  rmSync(markOf(marked), { force: true });
}

/** Whether a run was marked and has ended. A run that changes the stack runs alone; a preview may run at the same time. */
export function isOver(run: UnfinishedRun | undefined, alone: boolean): boolean {
  if (run === undefined) return false;
  return (
    alone ||
    run.hostname !== os.hostname() ||
    isGone({ ...run, ...(run.time !== undefined && { timestamp: run.time }) }, { programs: wrappers })
  );
}

function markOf({ project, stack }: ProjectStack): string {
  return path.join(project, ".genesys", "unfinished", `${fileNameOf(stack)}.json`);
}
