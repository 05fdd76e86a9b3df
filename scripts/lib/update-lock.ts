import { mkdirSync } from "node:fs";
import path from "node:path";
import { commandLine, isOn } from "./cli/command-line.ts";
import { withMachineLock } from "./machine-lock.ts";
import { say } from "./say.ts";

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
  o: { project: string; stack: string; onWait?: (pid: number | undefined) => void; pollMs?: number },
  work: () => Promise<T>,
): Promise<T> {
  const folder = path.join(o.project, ".genesys", "locks");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${o.stack.replaceAll(/[^A-Za-z0-9._-]/g, "_")}.lock`);
  const onWait =
    o.onWait ??
    ((pid) =>
      say(
        `Another command works on the stack ${o.stack}${pid === undefined ? "" : ` (process ${pid})`}; this one waits for it.`,
      ));
  return withMachineLock(file, { onWait, ...(o.pollMs !== undefined && { pollMs: o.pollMs }) }, work);
}
