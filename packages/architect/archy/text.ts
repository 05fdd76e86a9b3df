import type { Location } from "../diagnostic.ts";

export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly starts: readonly number[];
}

export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The 1-based line that contains an offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}

/** The location of `length` characters from an offset, truncated at the end of the line. */
export function locationAt(source: SourceText, offset: number, length = 1): Location {
  const line = lineAt(source.starts, offset);
  const start = source.starts[line - 1] ?? 0;
  const next = source.starts[line];
  const whole = source.text.slice(start, next === undefined ? undefined : next - 1);
  const sourceLine = whole.endsWith("\r") ? whole.slice(0, -1) : whole;
  const column = Math.min(offset - start, sourceLine.length) + 1;
  const room = Math.max(1, sourceLine.length - column + 1);
  return { file: source.file, line, column, length: Math.max(1, Math.min(length, room)), sourceLine };
}
