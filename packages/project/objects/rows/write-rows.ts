import type { ColumnValue, TableRows } from "../declared-object.ts";
import { KEY, type TableShape } from "./table.ts";

/**
 * Writes rows as a CSV (RFC 4180, UTF-8, line feeds), sorted by key, so that `readRows` returns the same rows. A
 * missing value becomes an empty cell; the empty string becomes `""`. Values of columns that the table lacks are
 * omitted.
 */
export function writeRows(rows: TableRows, { key, columns }: TableShape): string {
  const names = Object.keys(columns);
  const keyName = Object.hasOwn(columns, key) ? KEY : key;
  const lines = Object.entries(rows)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, row]) => [key, ...names.map((name) => (Object.hasOwn(row, name) ? row[name] : undefined))]);
  return [[keyName, ...names], ...lines].map((cells) => `${cells.map(cellText).join(",")}\n`).join("");
}

function cellText(value: ColumnValue | undefined): string {
  if (value === undefined) return "";
  const text = String(value);
  return text === "" || /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
