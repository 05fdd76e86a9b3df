import type { Readable } from "node:stream";
import { printable } from "@genesys-flows/architect/printable";

export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Where a command works, and where it prints: `out` and `err` escape control characters. */
export interface Context extends Output {
  /** Folder that paths start from. */
  readonly root: string;
  /** Whether to colour what people read; default: no. */
  readonly colour?: boolean;
  /** The standard input; default: that of the process. */
  readonly input?: Readable;
  /** Prints unchanged: output that programs read, and text that is already printable and coloured. */
  readonly exact: Output;
}

/** A context whose `out` and `err` escape control characters; those that are given print for `exact`. */
export function contextOf<G extends Output>({
  out,
  err,
  ...rest
}: G): Omit<G, keyof Output> & Pick<Context, "exact" | keyof Output> {
  return {
    ...rest,
    exact: { out, err },
    out: (text) => out(printable(text)),
    err: (text) => err(printable(text)),
  };
}
