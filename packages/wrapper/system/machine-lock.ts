import { rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pause } from "./audience.ts";
import { textOf } from "./files.ts";

/**
 * Runs `work` while only this process holds the lock. Other processes on this machine wait. SQLite's lock on a file is
 * used, because it is acquired atomically and the system releases it when the process ends. The empty file is kept.
 * @param options.onWait called once if another process holds the lock, with the id of that process if known
 */
export async function withMachineLock<T>(
  file: string,
  options: { onWait?: (pid: number | undefined) => void; pollMs?: number },
  work: () => Promise<T>,
): Promise<T> {
  const note = `${file}.holder`;
  const lock = new DatabaseSync(file);
  try {
    let hasReported = false;
    while (!take(lock)) {
      if (!hasReported) options.onWait?.(holderIn(note));
      hasReported = true;
      await pause(options.pollMs ?? 500);
    }
    writeFileSync(note, String(process.pid));
    try {
      return await work();
    } finally {
      rmSync(note, { force: true });
    }
  } finally {
    lock.close();
  }
}

/** Runs `work` with the lock. If a different process holds the lock, returns undefined without running `work`. */
export async function ifNotLocked<T>(file: string, work: () => Promise<T>): Promise<T | undefined> {
  const lock = new DatabaseSync(file);
  try {
    return take(lock) ? await work() : undefined;
  } finally {
    lock.close();
  }
}

function take(lock: DatabaseSync): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw error;
  }
}

const SQLITE_BUSY = 5;

function holderIn(note: string): number | undefined {
  // If the note does not exist yet, the lock has only just been acquired.
  const pid = Number.parseInt(textOf(note) ?? "", 10);
  return Number.isInteger(pid) ? pid : undefined;
}
