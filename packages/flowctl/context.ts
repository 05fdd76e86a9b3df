import type { Readable } from "node:stream";
import { printable } from "@genesys-flows/architect";
import type { Machine } from "./doctor/machine.ts";

/** Where a command works and where it prints. */
export interface Context {
  /** Folder of the project. */
  readonly root: string;
  /** Whether to colour what goes to `err`; default: no. */
  readonly colour?: boolean;
  /** The machine as the scripts of the repository know it; absent where the command was started without them. */
  readonly machine?: Machine;
  /** The standard input; default: that of the process. */
  readonly input?: Readable;
  /** Prints to the standard output, control characters escaped. */
  out(text: string): void;
  /** Prints to the standard error, control characters escaped. */
  err(text: string): void;
  /** Writes to either unchanged: for output that programs read, and for text that is already printable and coloured. */
  readonly exact: { out(text: string): void; err(text: string): void };
}

/** Where the texts of a command go. */
export type Writers = Pick<Context, "root" | "colour" | "machine" | "input"> & Context["exact"];

/** The context of a command, which escapes everything that it prints for people. */
export function contextOf({ root, colour, machine, input, ...exact }: Writers): Context {
  return {
    root,
    ...(colour !== undefined && { colour }),
    ...(machine && { machine }),
    ...(input && { input }),
    exact,
    out: (text) => exact.out(printable(text)),
    err: (text) => exact.err(printable(text)),
  };
}

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {}

/** The refusal of a format that a command does not have. */
export function unknownFormat(format: string | undefined, known: Iterable<string>): UsageError {
  return new UsageError(`Unknown format '${format}'. The formats are: ${[...known].join(", ")}.`);
}
