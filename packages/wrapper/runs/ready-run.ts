import { assertReady, makeReady } from "../health/before-run.ts";
import type { OpenedStack } from "../stack/stack.ts";
import { clearInterruptedWrite } from "./interrupted-run.ts";
import { ifNotUpdated, withStackLock } from "./stack-lock.ts";

/**
 * Checks the requirements of a command that only reads a stack, then runs the command.
 * @throws SetUpError if a requirement is not met; the command is not started
 */
export async function readingRun<T>(opened: OpenedStack, args: readonly string[], run: () => Promise<T>): Promise<T> {
  const { files, env } = opened;
  if (files) await ifNotUpdated(opened, () => clearInterruptedWrite(files));
  if (files) assertReady({ ...files, env, args });
  return run();
}

/**
 * Runs a command that writes the state of a stack. First acquires the stack's lock, cleans up after an interrupted run,
 * and checks the requirements of the command.
 * @throws SetUpError if a requirement is not met; the command is not started
 */
export function writingRun<T>(opened: OpenedStack, args: readonly string[], run: () => Promise<T>): Promise<T> {
  return withStackLock(opened, async () => {
    await makeReady(opened, args);
    return run();
  });
}
