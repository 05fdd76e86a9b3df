import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs `work` while this process alone holds the lock; others on this machine wait. The lock is the one that SQLite has
 * on a file: it is taken in one step, and the system gives back what a process that died held. The empty file stays.
 *
 * @param options.onWait told once, with the process that holds the lock where it is known already
 */
export async function withMachineLock<T>(
  file: string,
  options: { onWait?: (pid: number | undefined) => void; pollMs?: number },
  work: () => Promise<T>,
): Promise<T> {
  const note = `${file}.holder`;
  const lock = new DatabaseSync(file);
  try {
    let told = false;
    while (!take(lock)) {
      if (!told) options.onWait?.(holderIn(note));
      told = true;
      await sleep(options.pollMs ?? 500);
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

/**
 * Runs `work` if nobody holds the lock, while this process alone holds it.
 * @returns what it gives back; undefined, and `work` does not run, when another process holds the lock
 */
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
  try {
    const pid = Number.parseInt(readFileSync(note, "utf8"), 10);
    return Number.isInteger(pid) ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined; // it has only just been taken
    throw error;
  }
}
