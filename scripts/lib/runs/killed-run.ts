import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FileStack } from "../stack/stack.ts";
import { describeHolder, type EngineLock, engineLocks, removeLock } from "../state/engine-locks.ts";
import { clearLeftovers } from "../state/leftovers.ts";
import { clearPendingCreates, pendingCreates, type StackCommand } from "../state/pending-creates.ts";
import { restoreState } from "../state/restore-state.ts";
import { stateFile } from "../state/state-file.ts";
import { markUnfinished } from "../state/unfinished-run.ts";
import { isGone } from "../system/process-life.ts";
import { duration, SetUpError, say } from "../system/say.ts";
import { startedEngine } from "./engine-run.ts";

/** A stack of a file backend, and the machine that works on it. */
interface StackHere extends FileStack {
  /** This machine's name, unless it is the system's. */
  readonly hostname?: string;
}

/** How long to wait for a run of this machine that has the stack. */
export interface Patience {
  readonly waitMs: number;
  readonly pollMs: number;
}

/** An update of hundreds of flows takes minutes; one that waits for a person's yes may wait for ever. */
const patience: Patience = { waitMs: 15 * 60_000, pollMs: 500 };

/**
 * Clears away what a killed run left on a stack of a file backend: files it was just writing, its lock, and the mark on what
 * it was creating. What it created meanwhile is taken over by the next update (packages/provider). The lock becomes the mark
 * of a run that did not end well, where that run left none itself.
 *
 * Only a lock that names this host and a process that is gone says that a local run was killed. Every other lock stays,
 * and so do pending creates without such a lock. A run of this host that lives is waited for: an engine goes on when the
 * command that started it was killed.
 *
 * @throws SetUpError when another lock is on the stack and stays: whose it is, and what to do
 */
export async function clearKilledRun(
  command: StackCommand & StackHere & { readonly patience?: Patience },
): Promise<void> {
  const { stack } = command;
  const dead = await deadLocks(command, command.patience ?? patience);
  await clearFiles(command);
  restoreState(command);
  const pending = pendingCreates(stateFile(command));
  if (dead.length === 0) {
    if (pending.length > 0) say(leftAlone(pending, stack));
    return;
  }
  const [{ pid, hostname, timestamp } = {}] = dead;
  markUnfinished(command, {
    ...(pid !== undefined && { pid }),
    ...(hostname !== undefined && { hostname }),
    ...(timestamp !== undefined && { time: timestamp }),
  });
  const unlock = () => {
    for (const lock of dead) {
      removeLock(lock);
      say(`Removed the lock of a run that was killed: ${describeHolder(lock)}`);
    }
  };
  if (pending.length === 0) return unlock();
  await clearPendingCreates(command, unlock);
  say(`It was creating ${names(pending)}; the update takes over what exists.`);
}

/**
 * Clears away the files that a killed CLI was just writing, for a command that only reads; nothing while a run has the stack.
 * To be called while no other command of this project changes the stack.
 */
export async function clearKilledWrite(files: StackHere): Promise<void> {
  const lives = locksOf(files).some((lock) => !isDead(lock, files));
  if (!lives) await clearFiles(files);
}

async function clearFiles(files: StackHere): Promise<void> {
  for (const file of await clearLeftovers(files)) {
    say(`Removed what a run that was killed was writing: ${path.join(files.state, file)}`);
  }
}

/** The locks that dead runs left, when there is no other; waits for runs of this machine that live. */
async function deadLocks(files: StackHere, { waitMs, pollMs }: Patience): Promise<EngineLock[]> {
  const until = Date.now() + waitMs;
  for (let told = false; ; told = true) {
    const locks = locksOf(files);
    const others = locks.filter((lock) => !isDead(lock, files));
    if (others.length === 0) return locks;
    const alive = others.every((lock) => isHere(lock, files));
    if (!alive || Date.now() >= until) throw new SetUpError(locked(others, files.stack, alive ? waitMs : 0));
    if (!told) {
      const limit = `for ${duration(waitMs)} at most`;
      say(
        `The stack ${files.stack} is locked by ${others.map(describeHolder).join("; and by ")}, which still runs; this command waits for it, ${limit}.`,
      );
    }
    await sleep(pollMs);
  }
}

/** The locks on a stack, and as one more a CLI of this machine that has only just been started for it. */
function locksOf(files: StackHere): EngineLock[] {
  const locks = engineLocks(files.state, { project: files.projectName, stack: files.stack });
  const started = startedEngine(files);
  const counts = started && !isDead(started, files) && locks.every(({ pid }) => pid !== started.pid);
  return counts ? [...locks, started] : locks;
}

function isDead(lock: EngineLock, { hostname }: StackHere): boolean {
  return isGone(lock, { programs: ["pulumi"], ...(hostname !== undefined && { hostname }) });
}

/** Whether a lock that is not dead names a process of this machine. */
function isHere(lock: EngineLock, { hostname = os.hostname() }: StackHere): boolean {
  return lock.hostname === hostname && Number.isInteger(lock.pid);
}

function locked(others: readonly EngineLock[], stack: string, waitedMs: number): string {
  const waited = waitedMs > 0 ? ` This command waited ${duration(waitedMs)}.` : "";
  return (
    `The stack ${stack} is locked by ${others.map(describeHolder).join("; and by ")}.${waited} Nothing was done.\n` +
    `Wait until that has ended, then try again. Only if it is sure that nothing works on ${stack} any more: npm run pulumi -- cancel --stack ${stack}`
  );
}

function leftAlone(pending: readonly string[], stack: string): string {
  return (
    `An interrupted run was creating ${names(pending)}. No lock says that it ran on this machine and is dead, so that mark stays in the state; ` +
    `when nothing works on ${stack} any more: npm run pulumi -- refresh --clear-pending-creates --stack ${stack}`
  );
}

/** `flow:Flow sales, routingQueue:RoutingQueue vip` */
function names(urns: readonly string[]): string {
  return urns
    .map((urn) => {
      const [, , types = "", name = ""] = urn.split("::");
      return `${types.split("/").at(-1)} ${name}`;
    })
    .join(", ");
}
