import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Context, UsageError } from "../context.ts";

export interface OutputOptions {
  /** File to write to; the standard output when absent. */
  readonly out?: string;
  /** The file may be one that the command read. */
  readonly force?: boolean;
  /** Files that the command read. */
  readonly sources: readonly string[];
}

/**
 * Prints a text as it is, or writes it to a file when one is named. Always 0: the command did what it was asked.
 * @throws UsageError when that file is one that the command read, by whatever name, and `force` does not say so
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
      `${out} is the file that was read (${own}). Nothing was written. Name another with --out, or overwrite it with --force.`,
    );
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  context.err(`${out} is written.\n`);
  return 0;
}

/** Whether two paths lead to one file, through links of either kind too. */
function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
