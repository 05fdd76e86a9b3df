import type { Substituted } from "../archy/placeholders.ts";

/** One change of a text: what replaces the characters from an offset up to another. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * A text with its edits made; everything else stays byte for byte.
 * @throws RangeError when two edits overlap. Edits at one place are made in their order.
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

/** Edits of a filled text as edits of the text as it was written; undefined when one begins or ends within a value that was filled in. */
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

/** The offset in the written text of an offset in the filled one; undefined within a value. */
export function offsetAsWritten(offset: number, replaced: Substituted["replaced"]): number | undefined {
  let shift = 0;
  for (const { from, to, written } of replaced) {
    if (offset <= from) break;
    if (offset < to) return undefined;
    shift = written.to - to;
  }
  return offset + shift;
}
