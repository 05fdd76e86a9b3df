import { type Details, type Diagnostic, nearest } from "@genesys-flows/architect";
import { finding, type ProjectCode } from "../../codes.ts";
import type { ColumnValue, TableRows } from "../declared-object.ts";
import { BoundedFindings, furtherMessage } from "./bounded.ts";
import { valueOfText } from "./column-value.ts";
import { ByteLocations, type Csv, type CsvCell, parseCsv, type Separator } from "./csv.ts";
import { decodedCsv } from "./decode.ts";
import { KEY, keyMistake, limitMistake, shown, type TableShape } from "./table.ts";

/**
 * Reads the rows of a data table from a CSV, as far as possible, and reports all problems with the file, each with its
 * line and column. The first line names the columns, in any order; columns may be omitted. An empty cell has no value,
 * so the column's default applies; `""` is the empty string. The separator is a comma; a semicolon or a tab is
 * recognised from the first line and reported in a note.
 *
 * @param o.content the bytes of the file, whose encoding is also checked, or its text
 */
export async function readRows(o: {
  readonly file: string;
  readonly content: Uint8Array | string;
  readonly table: TableShape;
}): Promise<{ rows: TableRows; findings: readonly Diagnostic[] }> {
  const { file, table } = o;
  const { bytes, findings } = decodedCsv(file, o.content);
  if (!bytes) return { rows: {}, findings };
  const { separator, text } = separated(bytes, table);
  const reading = new Reading({
    file,
    table,
    csv: await parseCsv(text, separator),
    places: new ByteLocations(file, bytes),
  });
  if (separator !== ",") reading.noteSeparator(separator);
  const rows = reading.rows();
  return { rows, findings: [...findings, ...reading.findings] };
}

const SEPARATORS: readonly Separator[] = [",", ";", "\t"];
/** A line before the column names that some spreadsheets write and read. */
const DECLARED = /^sep=([,;\t])(?=[\r\n])/i;
const LINE_FEED = 0x0a;

/**
 * The separator that yields the most column names in the first line, and the text without a line that declares the
 * separator.
 */
function separated(bytes: Buffer, table: TableShape): { separator: Separator; text: Buffer } {
  const [declaration, declared] = DECLARED.exec(bytes.toString("latin1", 0, 6)) ?? [];
  if (declaration !== undefined) {
    // Line feeds replace the declaration: empty lines are skipped, and all places stay the same.
    const text = Buffer.from(bytes).fill(LINE_FEED, 0, declaration.length);
    return { separator: declared as Separator, text };
  }
  const [header = ""] = bytes
    .toString("utf8")
    .trimStart()
    .split(/[\r\n]/, 1);
  const scores = SEPARATORS.map((separator) => {
    const names = header.split(separator).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .trim(),
    );
    const known = names.filter((name) => isKey(name, table) || Object.hasOwn(table.columns, name));
    return { separator, score: known.length * 1000 + names.length };
  });
  const { separator } = scores.reduce((best, next) => (next.score > best.score ? next : best));
  return { separator, text: bytes };
}

function isKey(name: string, { key, columns }: TableShape): boolean {
  return name === KEY || (name === key && !Object.hasOwn(columns, key));
}

interface Cell {
  readonly record: number;
  readonly index: number;
}

/** Reads and checks one file. */
class Reading {
  readonly #table: TableShape;
  readonly #file: string;
  readonly #csv: Csv;
  readonly #places: ByteLocations;
  readonly #findings = new BoundedFindings<Diagnostic>(({ more, next }) => ({
    ...next,
    message: furtherMessage(more),
    hint: "Correct the listed errors, then run the check again.",
  }));

  constructor(o: { file: string; table: TableShape; csv: Csv; places: ByteLocations }) {
    this.#file = o.file;
    this.#table = o.table;
    this.#csv = o.csv;
    this.#places = o.places;
    for (const { offset, open } of o.csv.misquoted) this.#addMisquoted(offset, open);
  }

  /** The findings in the order of the file. */
  get findings(): Diagnostic[] {
    const place = ({ location }: Diagnostic): number => (location?.line ?? 0) * 1e6 + (location?.column ?? 0);
    return this.#findings.all.sort((a, b) => place(a) - place(b));
  }

  noteSeparator(separator: Separator): void {
    const name = separator === ";" ? "semicolons" : "tabs";
    this.#add("rows-separator", `${this.#file} uses ${name} as the separator, and is read accordingly.`, {
      hint: "Nothing needs to change. Numbers still need a decimal point: 2.5, not 2,5.",
      location: this.#places.at({ start: 0, end: 1 }),
    });
  }

  rows(): TableRows {
    const header = this.#header();
    const rows = new Map<string, { row: Record<string, ColumnValue>; record: number }>();
    if (!header) return {};
    const { names, keyAt } = header;
    for (const [record, cells] of this.#csv.records.entries()) {
      if (record === 0 || cells.every((text) => text === "")) continue;
      const row = this.#row(record, names);
      if (keyAt === undefined) continue;
      const key = cells[keyAt] ?? "";
      const earlier = rows.get(key);
      const cell = { record, index: keyAt };
      const mistake = keyMistake(key);
      if (mistake) this.#addAt("rows-key", mistake.problem, cell, { hint: mistake.hint });
      else if (earlier) this.#addDuplicate(key, cell, earlier.record);
      else {
        this.#value(cell, { name: this.#table.key, type: "string" });
        rows.set(key, { row, record });
      }
    }
    const limit = limitMistake(rows.size);
    if (limit) this.#addAt("rows-limits", limit.problem, { record: 0, index: 0 }, { hint: limit.hint });
    return Object.fromEntries([...rows].map(([key, { row }]) => [key, row]));
  }

  /** The column names, with `undefined` for ignored columns; undefined if the file has no first line. */
  #header(): { names: (string | undefined)[]; keyAt: number | undefined } | undefined {
    const { key, columns } = this.#table;
    const all = [key, ...Object.keys(columns)];
    const [first] = this.#csv.records;
    if (!first) {
      if (this.#csv.misquoted.length > 0) return undefined;
      const location = this.#places.at({ start: 0, end: 0 });
      this.#add("rows-columns", `${this.#file} is empty.`, {
        hint: `Write the column names in the first line: ${all.join(",")}`,
        location,
      });
      return undefined;
    }
    const seen = new Map<string, number>();
    const names = first.map((text, index): string | undefined => {
      const written = text.trim();
      if (written === "") return undefined;
      const name = isKey(written, this.#table) ? KEY : written;
      const cell = { record: 0, index };
      if (seen.has(name)) {
        this.#addAt("rows-columns", `The column ${shown(written)} is listed twice.`, cell, {
          hint: "Remove one of the two.",
        });
        return undefined;
      }
      if (name !== KEY && !Object.hasOwn(columns, name)) {
        const meant = nearest(
          written,
          all.filter((known) => !first.includes(known)),
        );
        const hint = meant
          ? `Did you mean \`${meant}\`?`
          : `Columns: ${all.join(", ")}. Add it to the table, or remove it here.`;
        this.#addAt("rows-columns", `The table has no column ${shown(written)}.`, cell, { hint });
        return undefined;
      }
      seen.set(name, index);
      return name;
    });
    const keyAt = seen.get(KEY);
    if (keyAt === undefined) {
      const names = key === KEY ? `\`${KEY}\`` : `\`${key}\` or \`${KEY}\``;
      this.#addAt(
        "rows-columns",
        "The first line does not name the key column.",
        { record: 0, index: 0 },
        {
          hint: `Name it ${names}.`,
        },
      );
    }
    return { names, keyAt };
  }

  #row(record: number, names: readonly (string | undefined)[]): Record<string, ColumnValue> {
    const row: Record<string, ColumnValue> = {};
    for (const [index, text] of (this.#csv.records[record] ?? []).entries()) {
      const cell = { record, index };
      const name = names[index];
      const isUnnamed = (this.#csv.records[0]?.[index] ?? "").trim() === "";
      if (name === undefined && isUnnamed && text !== "") this.#addUnnamed(cell, text);
      if (name === undefined || name === KEY || (text === "" && !this.#isQuoted(cell))) continue;
      const column = this.#table.columns[name];
      const value = column && this.#value(cell, { name, type: column.type });
      if (value !== undefined) row[name] = value;
    }
    return row;
  }

  /** The value of a cell; undefined, with a finding, if it does not match its column. */
  #value(
    cell: Cell,
    { name, type }: { name: string; type: Parameters<typeof valueOfText>[0] },
  ): ColumnValue | undefined {
    const text = this.#csv.records[cell.record]?.[cell.index] ?? "";
    const read = valueOfText(type, text);
    const mistake = "value" in read ? read.doubt : read;
    if (mistake) {
      const code = "value" in read ? "rows-doubt" : "rows-value";
      const message = `The value ${shown(text)} ${mistake.problem}. The column \`${name}\` is of type ${type}.`;
      this.#addAt(code, message, cell, { hint: mistake.hint });
    }
    return "value" in read ? read.value : undefined;
  }

  #isQuoted({ record, index }: Cell): boolean {
    return this.#csv.hasEmptyQuotes && (this.#csv.cells(record)[index]?.quoted ?? false);
  }

  #addDuplicate(key: string, cell: Cell, earlier: number): void {
    const line = this.#places.at(this.#cell({ record: earlier, index: cell.index })).line;
    const message = `The key ${shown(key)} already has a row, on line ${line}.`;
    this.#addAt("rows-key", message, cell, { hint: "Remove one of the two rows.", kind: "duplicate" });
  }

  #addUnnamed(cell: Cell, text: string): void {
    const message = `The value ${shown(text)} is in column ${cell.index + 1}, which has no name in the first line.`;
    this.#addAt("rows-columns", message, cell, {
      hint: "If a value contains a comma, put it in quotes. Otherwise, name the column or remove the value.",
      kind: "unnamed",
    });
  }

  #addMisquoted(offset: number, open: boolean): void {
    const message = open
      ? "The value starts with a quote that is never closed, so the rest of the file is part of it."
      : "Only part of the value is in quotes.";
    const hint = 'Enclose the whole value in quotes, and double each quote inside it: "the ""gold"" line".';
    this.#add("rows-quotes", message, { hint, location: this.#places.at({ start: offset, end: offset + 1 }) });
  }

  #cell({ record, index }: Cell): Pick<CsvCell, "start" | "end"> {
    return this.#csv.cells(record)[index] ?? { start: 0, end: 0 };
  }

  #addAt(code: ProjectCode, message: string, cell: Cell, { kind = "", ...details }: Details & { kind?: string }): void {
    this.#findings.add(`${code} ${kind}`, () =>
      finding(code, message, { ...details, location: this.#places.at(this.#cell(cell)) }),
    );
  }

  #add(code: ProjectCode, message: string, details: Details): void {
    this.#findings.add(code, () => finding(code, message, details));
  }
}
