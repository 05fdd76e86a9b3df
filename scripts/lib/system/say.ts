import path from "node:path";
import { printable } from "@genesys-flows/architect/printable";
import { projectFolder } from "./folders.ts";
import { systemFailure } from "./system-failure.ts";

/** A mistake or circumstance that the user can act on: printed without a stack trace. */
export class SetUpError extends Error {
  override name = "SetUpError";
  /** Exit code of the command. */
  readonly exitCode: number;

  constructor(message: string, { exitCode = 1 }: { readonly exitCode?: number } = {}) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Prints a line about the progress, with control characters escaped, to stderr: stdout has only the output of the command.
 */
export function say(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/**
 * Runs a command's main function. Prints the message of a SetUpError, or a sentence with the path for what the system refused (no
 * space, no permission, a file instead of a folder), and exits with 1. Any other error is a defect and shows its stack.
 */
export async function main(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const text = error instanceof SetUpError ? error.message : refusedBySystem(error);
    if (text === undefined) throw error;
    say(`\n${text}`);
    process.exitCode = error instanceof SetUpError ? error.exitCode : 1;
  }
}

function refusedBySystem(error: unknown): string | undefined {
  return systemFailure(error, { near: [path.join(projectFolder(), ".genesys")] });
}

/** `2026-11-24 21:05 UTC`, of a time in ISO 8601; another text as it is. */
export function minute(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `48 s`, `3 min 05 s`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
