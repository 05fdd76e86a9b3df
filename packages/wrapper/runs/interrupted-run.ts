import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseUrn } from "@genesys-flows/project/state";
import { type FileStack, onStack, type StackWithCli } from "../stack/stack.ts";
import { clearLeftovers } from "../state/leftovers.ts";
import { restoreState } from "../state/restore-state.ts";
import { type Checkpoint, type Deployment, stateFile } from "../state/state-file.ts";
import { pause } from "../system/audience.ts";
import { KEPT, textOf } from "../system/files.ts";
import { isGone } from "../system/process-life.ts";
import { duration, SetUpError, say } from "../system/say.ts";
import { describeHolder, type EngineLock, engineLocks, removeLock, startedEngine } from "./engine-run.ts";
import { markUnfinished } from "./marked-run.ts";

/** A stack in a file backend, and the machine that runs the command. */
interface StackHere extends FileStack {
  /** Name of this machine. Default: the system's host name. */
  readonly hostname?: string;
}

/**
 * How long to wait for a different run. An update with hundreds of flows takes several minutes, but an update that
 * waits for confirmation may never end.
 */
const patience = { waitMs: 15 * 60_000, pollMs: 500 };

/**
 * Cleans up a stack in a file backend after an interrupted run. Removes incomplete files, the lock of the run, and the
 * pending creates in the state. The next update adopts the objects that the run created (packages/provider). If the run
 * left no mark, marks the stack as unfinished with the details of the lock.
 *
 * A local run was certainly interrupted only if its lock names this host and a process that has ended. Keeps all other
 * locks. Keeps pending creates if no lock meets this condition. Waits if the process of a lock is still running on this
 * host, because the engine continues after the command that started it is killed.
 * @throws SetUpError if the stack is still locked; the message names the holder and explains how to continue
 */
export async function clearInterruptedRun(
  command: StackWithCli & StackHere & { readonly patience?: typeof patience },
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
      say(`Removed the lock of an interrupted run: ${describeHolder(lock)}`);
    }
  };
  if (pending.length === 0) return unlock();
  await clearPendingCreates(command, unlock);
  say(`This run was creating ${names(pending)}. The update adopts the objects that exist.`);
}

/**
 * Removes incomplete files of a killed CLI, unless a run has locked the stack. Call this function only while no other
 * command changes the stack.
 */
export async function clearInterruptedWrite(files: StackHere): Promise<void> {
  if (locksOn(files).others.length === 0) await clearFiles(files);
}

async function clearFiles(files: StackHere): Promise<void> {
  for (const file of await clearLeftovers(files)) {
    say(`Removed an incomplete file of an interrupted run: ${path.join(files.state, file)}`);
  }
}

/**
 * Waits for the other runs on this machine to end, then returns the locks that interrupted runs left.
 * @throws SetUpError if any other lock remains
 */
async function deadLocks(files: StackHere, { waitMs, pollMs }: typeof patience): Promise<readonly EngineLock[]> {
  const until = Date.now() + waitMs;
  for (let reported = false; ; reported = true) {
    const { all, others, areHere } = locksOn(files);
    if (others.length === 0) return all;
    if (!areHere || Date.now() >= until) throw new SetUpError(locked(others, files.stack, areHere ? waitMs : 0));
    if (!reported) say(waiting(others, files.stack, waitMs));
    await pause(pollMs);
  }
}

/** The locks on a stack before an update. `text` is the same message that the update prints. */
export type LockReading =
  | { readonly kind: "free" }
  /**
   * - `left`: an interrupted run left the lock, and the update removes it.
   * - `running`: a run on this machine holds the lock, and the update waits for it.
   * - `refused`: the update stops because of the lock.
   */
  | { readonly kind: "left" | "running" | "refused"; readonly text: string };

/** Reads the locks on a stack to find out how the next update will handle them. */
export function readLocks(files: StackHere): LockReading {
  const { all, others, areHere } = locksOn(files);
  if (others.length > 0)
    return areHere
      ? { kind: "running", text: waiting(others, files.stack, patience.waitMs) }
      : { kind: "refused", text: locked(others, files.stack, 0) };
  if (all.length === 0) return { kind: "free" };
  const holders = all.map(describeHolder).join("; and ");
  return { kind: "left", text: `An interrupted run left its lock. The next update removes this lock: ${holders}.` };
}

function waiting(others: readonly EngineLock[], stack: string, waitMs: number): string {
  return (
    `The stack ${stack} is locked by ${others.map(describeHolder).join("; and by ")}, which is still running. ` +
    `This command waits for at most ${duration(waitMs)}.`
  );
}

/** The locks on a stack. A CLI process on this machine that has just started and has no lock yet counts as a lock. */
interface Locks {
  readonly all: readonly EngineLock[];
  /** The locks in `all` that may belong to a run that is still running. */
  readonly others: readonly EngineLock[];
  /** Whether every lock in `others` names a process on this machine. */
  readonly areHere: boolean;
}

function locksOn(files: StackHere): Locks {
  const { hostname = os.hostname() } = files;
  const isDead = (lock: EngineLock) => isGone(lock, { programs: ["pulumi"], hostname });
  const locks = engineLocks(files.state, { project: files.projectName, stack: files.stack });
  const started = startedEngine(files);
  const counts = started && !isDead(started) && locks.every(({ pid }) => pid !== started.pid);
  const all = counts ? [...locks, started] : locks;
  const others = all.filter((lock) => !isDead(lock));
  return { all, others, areHere: others.every((lock) => lock.hostname === hostname && Number.isInteger(lock.pid)) };
}

function locked(others: readonly EngineLock[], stack: string, waitedMs: number): string {
  const waited = waitedMs > 0 ? ` This command waited ${duration(waitedMs)}.` : "";
  return (
    `The stack ${stack} is locked by ${others.map(describeHolder).join("; and by ")}.${waited} Nothing was done.\n` +
    `Wait until that process ends, then retry. If you are sure that no other run is using ${stack}, remove the lock: npm run pulumi -- cancel --stack ${stack}`
  );
}

function leftAlone(pending: readonly string[], stack: string): string {
  return (
    `An interrupted run was creating ${names(pending)}. The run may still be active on another machine, so the state still lists these objects. ` +
    `When no other run is using ${stack}, run: npm run pulumi -- refresh --clear-pending-creates --stack ${stack}`
  );
}

/** Types and names of resources, for example `flow:Flow sales, routingQueue:RoutingQueue vip`. */
function names(urns: readonly string[]): string {
  return urns
    .map((urn) => {
      const { type = "", name = "" } = parseUrn(urn) ?? {};
      return `${type.split("/").at(-1)} ${name}`;
    })
    .join(", ");
}

const isCreate = ({ type }: { readonly type: string }) => type === "creating";

/**
 * URNs of the objects that a killed run was creating. The engine keeps them in the state until `refresh
 * --clear-pending-creates` is run, and prints a warning at each update.
 */
function pendingCreates(file: string): string[] {
  const state: { checkpoint?: Checkpoint } = JSON.parse(textOf(file) ?? "{}");
  return (state.checkpoint?.latest?.pending_operations ?? []).filter(isCreate).map(({ resource }) => resource.urn);
}

/**
 * Removes pending creates from the state. Calls `unlock` immediately before writing the state, because the CLI acquires
 * its own lock for the write. A run that starts in between is therefore never overwritten.
 */
async function clearPendingCreates(command: StackWithCli, unlock: () => void): Promise<void> {
  const exported: { deployment?: Deployment } = JSON.parse(await pulumi(command, ["stack", "export"]));
  if (exported.deployment) {
    const { pending_operations: operations = [] } = exported.deployment;
    const others = operations.filter((operation) => !isCreate(operation));
    exported.deployment = { ...exported.deployment, pending_operations: others };
  }
  const own = path.join(command.project, KEPT);
  mkdirSync(own, { recursive: true });
  const folder = mkdtempSync(path.join(own, "state-"));
  const file = path.join(folder, "stack.json");
  try {
    writeFileSync(file, JSON.stringify(exported), { mode: 0o600 });
    unlock();
    await pulumi(command, ["stack", "import", "--file", file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pulumi(of: StackWithCli, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await onStack(of, args);
  if (code === 0) return stdout;
  const { stack } = of;
  throw new SetUpError(
    `The state of ${stack} lists objects that an interrupted run was creating. These objects could not be removed from the state (pulumi ${args.slice(0, 2).join(" ")}):\n${stderr.trim()}\n` +
      `Try: npm run pulumi -- refresh --clear-pending-creates --stack ${stack}`,
  );
}
