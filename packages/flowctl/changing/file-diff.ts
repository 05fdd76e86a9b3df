import { commonItems } from "@genesys-flows/architect/edit";
import type { FileChange } from "./write-files.ts";

const CONTEXT = 3;

/** The change to a file as a unified diff; empty if nothing changes. */
export function fileDiff(file: string, { before, after }: FileChange): string {
  if (before === after) return "";
  const [old, now] = [linesOf(before), linesOf(after)];
  const rows: string[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...commonItems(old, now), [old.length, now.length] as const]) {
    rows.push(...old.slice(i, a).map((line) => `-${line}`), ...now.slice(j, b).map((line) => `+${line}`));
    if (a < old.length) rows.push(` ${old[a]}`);
    [i, j] = [a + 1, b + 1];
  }
  const isShown = rows.map((_, at) =>
    rows.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((row) => !row.startsWith(" ")),
  );
  const hunks: string[] = [];
  for (let at = isShown.indexOf(true); at >= 0; ) {
    const end = isShown.indexOf(false, at) < 0 ? rows.length : isShown.indexOf(false, at);
    hunks.push(hunk(rows, at, end));
    at = isShown.indexOf(true, end);
  }
  const named = (side: string, text: string | undefined) => (text === undefined ? "/dev/null" : `${side}/${file}`);
  return [`--- ${named("a", before)}\n+++ ${named("b", after)}\n`, ...hunks].join("");
}

function hunk(rows: readonly string[], from: number, to: number): string {
  const shown = rows.slice(from, to);
  const range = (other: string) => {
    const [first, length] = [rows.slice(0, from), shown].map((of) => of.filter((row) => !row.startsWith(other)).length);
    return `${length === 0 ? first : (first as number) + 1},${length}`;
  };
  const lines = shown.map((row) => (row.endsWith("\n") ? row : `${row}\n\\ No newline at end of file\n`));
  return [`@@ -${range("+")} +${range("-")} @@\n`, ...lines].join("");
}

function linesOf(text = ""): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
