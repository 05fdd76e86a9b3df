import type { Json } from "../../plain/spec.ts";
import { KEY } from "../columns.ts";
import { isSameRow, rowText, valuesIn } from "../values.ts";
import { changedRows, type RowSides } from "./diff.ts";
import type { LiveRows, LiveTable } from "./live.ts";

/** A row that is to be written, with its key and the table's defaults. */
export interface RowWrite {
  readonly key: string;
  readonly isNew: boolean;
  readonly row: Json;
}

export interface RowsPlan {
  readonly writes: readonly RowWrite[];
  readonly deletions: readonly string[];
  /** Rows that need no write: key -> live values. Other people or an interrupted run may have created them. */
  readonly same: ReadonlyMap<string, string>;
  /** Keys of rows that exist, differ, and are taken over. */
  readonly adopted: readonly string[];
  /** Rows that differ and that this stack did not create: key -> live values. The update is refused. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * The changes that an update makes to each row.
 * @param o.live existing live rows with the keys that are to be added
 * @param o.isOurs whether an interrupted run of this stack wrote a live row
 * @param o.adopts whether existing rows may be taken over, no matter who created them
 * @param o.seed whether existing rows belong to the users of the organisation
 */
export function planRows(
  table: LiveTable,
  sides: RowSides,
  o: {
    readonly live: LiveRows;
    readonly isOurs: (row: Json) => boolean;
    readonly adopts: boolean;
    readonly seed: boolean;
  },
): RowsPlan {
  const writes: RowWrite[] = [];
  const deletions: string[] = [];
  const same = new Map<string, string>();
  const adopted: string[] = [];
  const refused = new Map<string, string>();
  for (const [key, change] of changedRows(sides)) {
    if (change === "delete") {
      deletions.push(key);
      continue;
    }
    const wanted = sides.wanted.get(key);
    const row = { ...table.defaults, ...valuesIn(wanted), [KEY]: key };
    const existing = change === "add" ? o.live.get(key) : undefined;
    if (!existing) writes.push({ key, isNew: change === "add", row });
    else {
      const before = rowText(existing);
      if (isSameRow({ after: wanted, before, given: undefined })) same.set(key, before);
      else if (o.isOurs(existing)) writes.push({ key, isNew: false, row });
      else if (o.seed) continue;
      else if (!o.adopts) refused.set(key, before);
      else {
        adopted.push(key);
        writes.push({ key, isNew: false, row });
      }
    }
  }
  return { writes, deletions, same, adopted, refused };
}

/** The reasons why the table's columns do not accept a row, by key. */
export function columnProblems({ columns }: LiveTable, writes: readonly RowWrite[]): [string, string][] {
  return writes.flatMap(({ key, row }) => {
    const problems = Object.entries(row).flatMap(([name, value]) => {
      if (name === KEY || value === null) return [];
      const type = columns.get(name);
      if (type === undefined) return [`the table has no column '${name}'`];
      return conforms(type, value) ? [] : [`'${name}' is ${JSON.stringify(value)}, but the column's type is ${type}`];
    });
    return problems.length === 0 ? [] : [[key, problems.join(", ")]];
  });
}

function conforms(type: string, value: unknown): boolean {
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}
