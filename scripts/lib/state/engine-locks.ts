import { globSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { NotedProcess } from "../system/process-life.ts";
import { minute } from "../system/say.ts";

/** A lock that a run of the Pulumi CLI put on a stack of a file backend. */
export interface EngineLock extends NotedProcess {
  /** Its file. */
  readonly file: string;
  readonly username?: string;
}

/** The locks on a stack. @param state folder of the backend */
export function engineLocks(state: string, o: { project: string; stack: string }): EngineLock[] {
  const folder = path.join(state, locksFolder(o));
  return globSync("*.json", { cwd: folder }).flatMap((name) => readLock(path.join(folder, name)));
}

/** Folder of the locks on a stack, in the backend's folder. */
export function locksFolder({ project, stack }: { project: string; stack: string }): string {
  return path.join(".pulumi", "locks", "organization", project, stack);
}

/** `process 4711 of ann on build-7, since 2026-01-02 03:04 UTC` */
export function describeHolder({ pid, username, hostname, timestamp }: EngineLock): string {
  const who = `process ${pid ?? "(unknown)"}${username ? ` of ${username}` : ""} on ${hostname ?? "an unknown host"}`;
  return timestamp ? `${who}, since ${minute(timestamp)}` : who;
}

export function removeLock({ file }: EngineLock): void {
  rmSync(file, { force: true });
  rmSync(`${file}.attrs`, { force: true });
}

/** Nothing when the lock was released in between. */
function readLock(file: string): EngineLock[] {
  try {
    return [{ ...JSON.parse(readFileSync(file, "utf8")), file }];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    // An incomplete lock names no process, so it never counts as the lock of a process that has ended.
    if (error instanceof SyntaxError) return [{ file }];
    throw error;
  }
}
