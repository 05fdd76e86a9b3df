import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Context, UsageError } from "../context.ts";

export interface OutputOptions {
  /** File to write to; the standard output when absent. */
  readonly out?: string;
  /** Allows overwriting a file that the command read. */
  readonly force?: boolean;
  /** Files that the command read. */
  readonly sources: readonly string[];
}

/**
 * Prints a text unchanged, or writes it to the named file. Always returns 0.
 * @throws UsageError when the command read that file, under any name, and `force` is not set
 */
export function output(text: string, { out, force, sources }: OutputOptions, context: Context): number {
  if (out === undefined) {
    context.exact.out(text);
    return 0;
  }
  const path = resolve(context.root, out);
  const own = force ? undefined : sources.find((source) => isSameFile(resolve(context.root, source), path));
  if (own !== undefined) {
    throw new UsageError(
      `${out} is the input file (${own}). Nothing was written. Name another file with --out, or overwrite it with --force.`,
    );
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  context.err(`wrote ${out}\n`);
  return 0;
}

/** Whether two paths are the same file, also through symbolic or hard links. */
function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
