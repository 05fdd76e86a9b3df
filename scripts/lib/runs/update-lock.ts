import { mkdirSync } from "node:fs";
import path from "node:path";
import { commandLine, isOn } from "../cli/command-line.ts";
import { fileNameOf, type ProjectStack } from "../stack/stack.ts";
import { ifNotLocked, withMachineLock } from "../system/machine-lock.ts";
import { say } from "../system/say.ts";

/** Pulumi's commands that write a stack's state; `cancel` only takes locks away, and is for when they are in the way. */
const writing = new Set([
  "up",
  "watch",
  "destroy",
  "refresh",
  "import",
  "stack import",
  "stack rename",
  "stack remove",
]);
const editing = /^state (?!get$)/;

/** Whether `pulumi <args>` writes the state of a stack. */
export function writesState(args: readonly string[]): boolean {
  const { command, flags } = commandLine(args);
  const writes = writing.has(command) || editing.test(command);
  return writes && !flags.has("help") && !isOn(flags.get("preview-only"));
}

/**
 * Runs `work` while no other command of this project on this machine writes the same stack; a second one waits. The lock
 * of a file, S3 or Postgres backend is not taken in one step: two updates started at the same moment would both run
 * (reference/toolchain.md §8).
 */
export async function withUpdateLock<T>(
  o: ProjectStack & { onWait?: (pid: number | undefined) => void; pollMs?: number },
  work: () => Promise<T>,
): Promise<T> {
  const onWait =
    o.onWait ??
    ((pid) =>
      say(
        `Another command works on the stack ${o.stack}${pid === undefined ? "" : ` (process ${pid})`}; this one waits for it.`,
      ));
  return withMachineLock(lockToTake(o), { onWait, ...(o.pollMs !== undefined && { pollMs: o.pollMs }) }, work);
}

/** Runs `work` if no other command of this project on this machine writes the stack; none begins meanwhile. */
export async function ifNotUpdated(o: ProjectStack, work: () => Promise<void>): Promise<void> {
  await ifNotLocked(lockToTake(o), work);
}

/** The file whose lock a command has while it works on a stack. */
export function lockFile({ project, stack }: ProjectStack): string {
  return path.join(project, ".genesys", "locks", `${fileNameOf(stack)}.lock`);
}

/** That file, in a folder that exists. */
function lockToTake(of: ProjectStack): string {
  const file = lockFile(of);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}
