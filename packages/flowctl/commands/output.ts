import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Context } from "../context.ts";

/** Prints a text, or writes it to a file when one is named. Always 0: the command did what it was asked. */
export function output(text: string, o: { out?: string }, context: Context): number {
  if (o.out === undefined) {
    context.exact.out(text);
    return 0;
  }
  const path = resolve(context.root, o.out);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  context.err(`${o.out} is written.\n`);
  return 0;
}
