import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Context, UsageError } from "../context.ts";

export interface OutOptions {
  /** File to write to; default: standard output. */
  readonly out?: string;
  /** Allows overwriting a file that the command read. */
  readonly force?: boolean;
}

interface OutputOptions extends OutOptions {
  readonly sources: readonly string[];
}

/**
 * Prints text unchanged, or writes it to the named file. Always returns 0.
 * @throws UsageError as `refuseInputFile` does
 */
export function output(text: string, o: OutputOptions, context: Context): number {
  if (o.out === undefined) {
    context.exact.out(text);
    return 0;
  }
  refuseInputFile(o, context);
  const path = resolve(context.root, o.out);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  context.err(`wrote ${o.out}\n`);
  return 0;
}

/** Refuses to overwrite a file that the command reads, under any name, unless `force` is set. @throws UsageError */
export function refuseInputFile({ out, force, sources }: OutputOptions, context: Context): void {
  if (out === undefined || force) return;
  const path = resolve(context.root, out);
  const own = sources.find((source) => isSameFile(resolve(context.root, source), path));
  if (own !== undefined) {
    throw new UsageError(
      `${out} is the input file (${own}). Nothing was written. Specify another file with --out, or use --force to overwrite the input file.`,
    );
  }
}

/** Whether two paths are the same file, even through symbolic or hard links. */
function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
