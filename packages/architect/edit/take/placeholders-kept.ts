import type { FilledStretch } from "../../archy/placeholders.ts";
import type { ArchyValue } from "../../archy/types.ts";

/** A text with a placeholder's value, and the same text as it is written. */
export interface FilledText {
  readonly filled: string;
  /** Where the values are in it. */
  readonly stretches: readonly Pick<FilledStretch, "from" | "to">[];
  /** What the file has for a stretch, by its index: `{{queue}}`. */
  written(index: number): string;
}

/** Puts placeholders back into a newer text: each whose value is in a part that did not change, and not a part of a longer word there. @returns indices of the stretches that are `lost` */
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

/** Lengths of the equal beginnings and endings of two texts. */
function unchanged(a: string, b: string): readonly [number, number] {
  const most = Math.min(a.length, b.length);
  let before = 0;
  while (before < most && a[before] === b[before]) before++;
  let after = 0;
  while (after < most - before && a.at(-1 - after) === b.at(-1 - after)) after++;
  return [before, after];
}

const WORD = /[\p{L}\p{N}]/u;

/** Whether a word goes on beyond a stretch. */
function isCut(text: string, from: number, to: number): boolean {
  const goesOn = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && WORD.test(a) && WORD.test(b);
  return goesOn(text[from - 1], text[from]) || goesOn(text[to - 1], text[to]);
}

/** A value as a person reads it in a message. */
export function shownValue(value: ArchyValue | undefined): string {
  if (value === undefined) return "gone";
  return typeof value === "string" ? value : JSON.stringify(value);
}
