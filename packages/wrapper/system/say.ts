import { printable } from "@genesys-flows/architect/printable";
import { CommandError } from "@genesys-flows/cli";
import { audience } from "./audience.ts";

/** An error or a condition that the user can resolve. It is printed without a stack trace. */
export class SetUpError extends CommandError {
  override name = "SetUpError";
}

/**
 * Prints a progress line to stderr, because stdout is reserved for the output of the command. Escapes control
 * characters. If a program runs the command, the program receives the line instead.
 */
export function say(line: string): void {
  const program = audience();
  if (program) program.say(printable(line));
  else process.stderr.write(`${printable(line)}\n`);
}

/** Formats an ISO 8601 time as `2026-11-24 21:05 UTC`. Returns any other string unchanged. */
export function minute(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Formats a duration, for example as `48 s` or `3 min 05 s`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
