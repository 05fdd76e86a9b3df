import type { Substituted } from "../archy/placeholders.ts";

/** One change to text: the replacement for the characters between two offsets. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Applies edits to text; everything else stays byte for byte.
 * @throws RangeError if two edits overlap. Edits at the same place are applied in order.
 */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  const inOrder = [...edits].sort((a, b) => a.from - b.from || a.to - b.to);
  let result = "";
  let done = 0;
  for (const { from, to, text: instead } of inOrder) {
    if (from < done || to < from || to > text.length) throw new RangeError(`Edits overlap at offset ${from}.`);
    result += text.slice(done, from) + instead;
    done = to;
  }
  return result + text.slice(done);
}

/**
 * Converts edits of a filled text to edits of the source text. Returns undefined if an edit begins or ends within a
 * substituted value.
 */
export function asWritten(
  edits: readonly TextEdit[],
  replaced: Substituted["replaced"],
): readonly TextEdit[] | undefined {
  const made = edits.flatMap(({ from, to, text }): TextEdit[] => {
    const [start, end] = [offsetAsWritten(from, replaced), offsetAsWritten(to, replaced)];
    return start === undefined || end === undefined ? [] : [{ from: start, to: end, text }];
  });
  return made.length === edits.length ? made : undefined;
}

/** The source offset of an offset in the filled text; undefined within a value. */
export function offsetAsWritten(offset: number, replaced: Substituted["replaced"]): number | undefined {
  let shift = 0;
  for (const { from, to, written } of replaced) {
    if (offset <= from) break;
    if (offset < to) return undefined;
    shift = written.to - to;
  }
  return offset + shift;
}
