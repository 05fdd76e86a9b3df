import { readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/** Who holds a lock. */
export interface Holder {
  pid: number;
  hostname: string;
}

/**
 * Whether the holder of a lock cannot come back: it ran on this host, and no such process runs now. A holder on another
 * host, or one that the lock does not name, is never called gone.
 */
export function isGone(holder: Partial<Holder>, hostname: string = os.hostname()): boolean {
  if (holder.hostname !== hostname || !Number.isInteger(holder.pid)) return false;
  try {
    process.kill(holder.pid as number, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

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
