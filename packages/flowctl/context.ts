import { printable } from "@genesys-flows/architect";

/** Where a command works and how it speaks. */
export interface Context {
  /** Folder of the project. */
  readonly root: string;
  /** Whether what goes to `err` may be coloured; not when absent. */
  readonly colour?: boolean;
  /** Prints to the standard output, control characters escaped. */
  out(text: string): void;
  /** Prints to the standard error, control characters escaped. */
  err(text: string): void;
  /** Writes to either as it is: what a machine reads, and what was made printable and coloured before. */
  readonly exact: { out(text: string): void; err(text: string): void };
}

/** What takes the texts of a command. */
export type Writers = Pick<Context, "root" | "colour"> & Context["exact"];

/** The context of a command, in which whatever is printed for a person is printable. */
export function contextOf({ root, colour, ...exact }: Writers): Context {
  return {
    root,
    ...(colour !== undefined && { colour }),
    exact,
    out: (text) => exact.out(printable(text)),
    err: (text) => exact.err(printable(text)),
  };
}

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {}
