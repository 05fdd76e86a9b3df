import { printable } from "@genesys-flows/architect/printable";
import { CommandError } from "@genesys-flows/cli";
import { audience } from "./audience.ts";

/** A mistake or circumstance that the user can act on: printed without a stack trace. */
export class SetUpError extends CommandError {
  override name = "SetUpError";
}

/**
 * Prints a line about the progress, with control characters escaped, to stderr: stdout has only the output of the command. A program that
 * runs the command gets the line.
 */
export function say(line: string): void {
  const program = audience();
  if (program) program.say(printable(line));
  else process.stderr.write(`${printable(line)}\n`);
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
