import { assertReady, makeReady } from "../health/before-run.ts";
import type { OpenedStack } from "../stack/stack.ts";
import { clearInterruptedWrite } from "./interrupted-run.ts";
import { ifNotUpdated, withStackLock } from "./stack-lock.ts";

/**
 * Runs a command that only reads a stack, after checking what it needs.
 * @throws SetUpError with what is wrong, before the command starts
 */
export async function readingRun<T>(opened: OpenedStack, args: readonly string[], run: () => Promise<T>): Promise<T> {
  const { files, env } = opened;
  if (files) await ifNotUpdated(opened, () => clearInterruptedWrite(files));
  if (files) assertReady({ ...files, env, args });
  return run();
}

/**
 * Runs a command that writes the state of a stack: with the stack's lock, after removing what an interrupted run left
 * and checking what the command needs.
 * @throws SetUpError with what is wrong, before the command starts
 */
export function writingRun<T>(opened: OpenedStack, args: readonly string[], run: () => Promise<T>): Promise<T> {
  return withStackLock(opened, async () => {
    await makeReady(opened, args);
    return run();
  });
}
