import type { Json } from "../../plain/spec.ts";
import { KEY } from "../columns.ts";

/** Whether a CSV file can represent a row. In CSV, an empty cell is the same as no value. */
export function fitsCsv(row: Json): boolean {
  return Object.values(row).every((value) => value !== "" && value !== null);
}

/**
 * Rows as CSV (RFC 4180), with the key as the first column.
 * @param columns all columns, including the key
 */
export function csvOf(columns: Iterable<string>, rows: readonly Json[]): string {
  const names = [KEY, ...[...columns].filter((name) => name !== KEY)];
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
  return lines.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function cell(value: unknown): string {
  const text = value === undefined ? "" : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
