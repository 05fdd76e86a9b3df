import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** Who holds a lock file. */
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
 * Runs `work` while this process alone holds the lock file; others on this machine wait. The lock of a process that died
 * is taken over.
 */
export async function withMachineLock<T>(
  file: string,
  options: { onWait?: (pid: number) => void; pollMs?: number },
  work: () => Promise<T>,
): Promise<T> {
  let told = false;
  while (!take(file)) {
    const holder = read(file);
    if (holder === undefined) continue; // given back in between
    if (isGone(holder)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) options.onWait?.(holder.pid);
    told = true;
    await sleep(options.pollMs ?? 500);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A link is made or refused in one step, and the file is complete when it appears. */
function take(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, hostname: os.hostname() } satisfies Holder));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
