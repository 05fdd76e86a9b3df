import { printableLine } from "@genesys-flows/architect";
import type { Mistake, TableColumn } from "./column-value.ts";

/** The name of the column that identifies a row (reference/platform-api.md §2.8). */
export const KEY = "key";

/** The columns of a data table, with the details that are needed to read rows. */
export interface TableShape {
  /** Title of the key column. A CSV names the column by this title or `key`. */
  readonly key: string;
  /** The other columns by name, in their order. */
  readonly columns: Readonly<Record<string, TableColumn>>;
}

/**
 * The platform's limits for a data table (help.mypurecloud.com, "Work with data tables"). The vendor raises the row
 * limit on request. It is not documented whether the fields include the key, or whether the size of a value has a
 * limit.
 */
export const tableLimits = { rows: 5000, fields: 50, keyCharacters: 256 } as const;

/** The error in a key; undefined for a valid key. */
export function keyMistake(key: string): Mistake | undefined {
  if (key === "") return { problem: "The row has no key.", hint: "Write its key, or remove the row." };
  if (key.length <= tableLimits.keyCharacters) return undefined;
  return {
    problem: `The key ${shown(key)} has ${key.length} characters.`,
    hint: `The platform allows at most ${tableLimits.keyCharacters} characters.`,
  };
}

/** The error if a table has too many rows; undefined within the limit. */
export function limitMistake(rows: number): Mistake | undefined {
  if (rows <= tableLimits.rows) return undefined;
  return {
    problem: `The table has ${rows} rows. The platform allows ${tableLimits.rows}, unless the vendor raised your organisation's limit.`,
    hint: "If the limit was raised, ignore this. Otherwise, split the rows among several tables.",
  };
}

const LONGEST = 60;

/** A value for a message, shortened to 60 characters. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `\`${printableLine(cut)}\``;
}
