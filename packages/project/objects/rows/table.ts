import { printableLine } from "@genesys-flows/architect";
import type { Mistake, TableColumn } from "./column-value.ts";

/** The name of the column that identifies a row (reference/platform-api.md §2.8). */
export const KEY = "key";

/** The columns of a data table, as far as rows need them. */
export interface TableShape {
  /** Title of the column that identifies a row; a CSV names it so, or `key`. */
  readonly key: string;
  /** The other columns by name, in their order. */
  readonly columns: Readonly<Record<string, TableColumn>>;
}

/**
 * Limits of the platform for a data table: help.mypurecloud.com, "Work with data tables". The vendor raises the number of rows on request.
 * Whether the fields include the key is not documented, nor is a limit for the size of a value.
 */
export const tableLimits = { rows: 5000, fields: 50, keyCharacters: 256 } as const;

/** What is wrong with a key; undefined for a good one. */
export function keyMistake(key: string): Mistake | undefined {
  if (key === "") return { problem: "The row has no key.", hint: "Write its key, or remove the row." };
  if (key.length <= tableLimits.keyCharacters) return undefined;
  return {
    problem: `The key ${shown(key)} has ${key.length} characters.`,
    hint: `The platform allows ${tableLimits.keyCharacters}.`,
  };
}

/** What is wrong with the number of rows; undefined within the limit. */
export function limitMistake(rows: number): Mistake | undefined {
  if (rows <= tableLimits.rows) return undefined;
  return {
    problem: `The table has ${rows} rows. The platform allows ${tableLimits.rows}, unless the vendor raised the limit of the organisation.`,
    hint: "Ignore this if it did; or divide the rows among several tables.",
  };
}

const LONGEST = 60;

/** A value in a message, cut to 60 characters. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `\`${printableLine(cut)}\``;
}
