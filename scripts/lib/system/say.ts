import path from "node:path";
import { printable } from "@genesys-flows/architect/printable";
import { projectFolder } from "./folders.ts";
import { systemFailure } from "./system-failure.ts";

/** A mistake or a circumstance that the person at the terminal can act on: printed without a stack trace. */
export class SetUpError extends Error {
  override name = "SetUpError";
}

/**
 * One line about what is going on, control characters escaped. To stderr, so that stdout stays what a command was asked
 * for.
 */
export function say(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/**
 * Runs a command's main function. A SetUpError becomes its message and exit code 1; so does what the system refused (no
 * space, no permission, a file in a folder's place), as a sentence with the path. Any other error is a defect, with its stack.
 */
export async function main(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const text = error instanceof SetUpError ? error.message : refusedBySystem(error);
    if (text === undefined) throw error;
    say(`\n${text}`);
    process.exitCode = 1;
  }
}

function refusedBySystem(error: unknown): string | undefined {
  return systemFailure(error, { near: [path.join(projectFolder(), ".genesys")] });
}

/** `48 s`, `3 min 05 s`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
