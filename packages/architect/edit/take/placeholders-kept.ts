import type { FilledStretch } from "../../archy/placeholders.ts";
import type { ArchyValue } from "../../archy/types.ts";

/** Text with placeholder values substituted, and its source text. */
export interface FilledText {
  readonly filled: string;
  /** The places of the values in the text. */
  readonly stretches: readonly Pick<FilledStretch, "from" | "to">[];
  /** The source text of a segment, by index: `{{queue}}`. */
  written(index: number): string;
}

/**
 * Restores a placeholder in a newer text if its value is in an unchanged part of the text and is not part of a longer
 * word.
 * @returns indices of the segments that are `lost`
 */
export function withPlaceholders({ filled, stretches, written }: FilledText, now: string) {
  const [before, after] = unchanged(filled, now);
  const shift = now.length - filled.length;
  const lost: number[] = [];
  let text = "";
  let done = 0;
  for (const [index, stretch] of stretches.entries()) {
    const at = stretch.to <= before ? 0 : stretch.from >= filled.length - after ? shift : undefined;
    const [from, to] = [stretch.from + (at ?? 0), stretch.to + (at ?? 0)];
    if (at === undefined || from < done || isCut(now, from, to)) {
      lost.push(index);
      continue;
    }
    text += now.slice(done, from) + written(index);
    done = to;
  }
  return { text: text + now.slice(done), lost };
}

/** Lengths of the common beginning and the common end of two strings. */
function unchanged(a: string, b: string): readonly [number, number] {
  const most = Math.min(a.length, b.length);
  let before = 0;
  while (before < most && a[before] === b[before]) before++;
  let after = 0;
  while (after < most - before && a.at(-1 - after) === b.at(-1 - after)) after++;
  return [before, after];
}

const WORD = /[\p{L}\p{N}]/u;

/** Whether a word continues beyond a segment. */
function isCut(text: string, from: number, to: number): boolean {
  const goesOn = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && WORD.test(a) && WORD.test(b);
  return goesOn(text[from - 1], text[from]) || goesOn(text[to - 1], text[to]);
}

/** A value in readable form, for messages. */
export function shownValue(value: ArchyValue | undefined): string {
  if (value === undefined) return "gone";
  return typeof value === "string" ? value : JSON.stringify(value);
}
