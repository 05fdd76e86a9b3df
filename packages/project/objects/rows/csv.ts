import type { Location } from "@genesys-flows/architect";

export type Separator = "," | ";" | "\t";

/** A cell: its text without quotes, and its range of bytes. */
export interface CsvCell {
  readonly text: string;
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

/** A CSV (RFC 4180) without its empty lines. */
export interface Csv {
  readonly records: readonly (readonly string[])[];
  /** Places of misplaced or unclosed quotes, in the order of the file. The affected records are omitted. */
  readonly misquoted: readonly { readonly offset: number; readonly open: boolean }[];
  /** Whether a cell may be `""`, the empty string. */
  readonly hasEmptyQuotes: boolean;
  /**
   * The cells of a record. The first call parses the text again: parsing with places takes five times as long, so it is
   * done only on demand.
   */
  cells(record: number): readonly CsvCell[];
}

/** Parses UTF-8 text. Lines may end with CR LF, LF or CR, or a mix of these. */
export async function parseCsv(bytes: Buffer, separator: Separator): Promise<Csv> {
  const { parse } = await import("csv-parse/sync");
  const misquoted = new Map<number, { offset: number; open: boolean }>();
  const options = {
    delimiter: separator,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  };
  const records = parse(bytes, {
    ...options,
    on_skip(error) {
      if (!error) return;
      // The library reports the position at the end of the previous cell.
      const { column, bytes: end, code } = error as unknown as { column: number; bytes: number; code: string };
      const offset = column === 0 ? skippingLineEnds(bytes, end) : end + 1;
      if (!misquoted.has(offset)) misquoted.set(offset, { offset, open: code === "CSV_QUOTE_NOT_CLOSED" });
    },
  }) as string[][];
  let cells: CsvCell[][] | undefined;
  const withPlaces = () =>
    parse(bytes, {
      ...options,
      cast: (text, { bytes: end, quoting: quoted }): CsvCell => ({
        text,
        quoted,
        end,
        start: end - lengthOf(text, quoted),
      }),
    }) as unknown as CsvCell[][];
  return {
    records,
    misquoted: [...misquoted.values()],
    hasEmptyQuotes: bytes.includes('""'),
    cells(record) {
      cells ??= withPlaces();
      return cells[record] ?? [];
    },
  };
}

/** The size of a cell in the file, in bytes. A quote within quotes is doubled. */
function lengthOf(text: string, quoted: boolean): number {
  return Buffer.byteLength(text) + (quoted ? text.split('"').length + 1 : 0);
}

const [LF, CR] = [0x0a, 0x0d];

function skippingLineEnds(bytes: Buffer, from: number): number {
  let offset = from;
  while (bytes[offset] === LF || bytes[offset] === CR) offset++;
  return offset;
}

/** Converts byte offsets in UTF-8 text to places. */
export class ByteLocations {
  readonly #file: string;
  readonly #bytes: Buffer;
  #starts: number[] | undefined;

  constructor(file: string, bytes: Buffer) {
    this.#file = file;
    this.#bytes = bytes;
  }

  /** The place of a byte range. @param end the offset after the last byte; the place ends at the end of the line */
  at({ start, end }: { readonly start: number; readonly end: number }): Location {
    this.#starts ??= lineStarts(this.#bytes);
    const line = lastAtMost(this.#starts, start);
    const from = this.#starts[line] as number;
    const sourceLine = this.#text(from, this.#starts[line + 1] ?? this.#bytes.length).replace(/[\r\n]+$/, "");
    const before = this.#text(from, start).length;
    const length = Math.max(1, Math.min(this.#text(start, end).length, sourceLine.length - before));
    return { file: this.#file, line: line + 1, column: before + 1, length, sourceLine };
  }

  lineOf(offset: number): number {
    return this.at({ start: offset, end: offset }).line;
  }

  #text(start: number, end: number): string {
    return this.#bytes.toString("utf8", start, end);
  }
}

function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let offset = 0; offset < bytes.length; offset++) {
    const byte = bytes[offset];
    if (byte === LF || (byte === CR && bytes[offset + 1] !== LF)) starts.push(offset + 1);
  }
  return starts;
}

/** The index of the last number that is not greater than a value. The numbers are ascending and start with 0. */
function lastAtMost(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] as number) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
