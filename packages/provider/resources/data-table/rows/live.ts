import { ifFound, lookAgain } from "@genesys-flows/platform";
import { z } from "zod";
import { entity } from "../../plain/live.ts";
import type { Json, LifeContext } from "../../plain/spec.ts";
import { columnsIn, KEY } from "../columns.ts";
import { rowAt, rowsAt, tableAt } from "../path.ts";
import { defaultsIn } from "../values.ts";
import { inLanes } from "./lanes.ts";

/** The part of a data table that operations on its rows need. */
export interface LiveTable {
  readonly id: string;
  readonly name: string;
  /** Type of each column, including the key, in display order: `string`, `integer`, `number`, `boolean`. */
  readonly columns: ReadonlyMap<string, string>;
  readonly defaults: Json;
}

/** Live rows by key, with their keys. */
export type LiveRows = Map<string, Json>;

const PAGE_SIZE = 100;
const page = z.looseObject({ entities: z.array(entity), pageCount: z.number().nullish() });

/** @returns undefined if the table does not exist */
export async function readTable({ client }: LifeContext, id: string): Promise<LiveTable | undefined> {
  const live = await ifFound(client.call({ method: "GET", path: tableAt(id), query: { expand: "schema" } }, entity));
  if (!live) return undefined;
  const columns = Object.entries(columnsIn(live["schema"])).map(([name, { type }]) => [name, String(type)] as const);
  return { id, name: String(live["name"]), columns: new Map(columns), defaults: defaultsIn(live["schema"]) };
}

/** @returns undefined if the row or its table does not exist */
export function readRow({ client }: LifeContext, tableId: string, key: string): Promise<Json | undefined> {
  const call = { method: "GET", path: rowAt(tableId, key), query: { showbrief: "false" } } as const;
  return ifFound(client.call(call, entity));
}

/**
 * The live rows of a table, for all keys or only for some. If only some keys are requested, reads either the pages of
 * the listing or each row that is not on the first page, whichever takes fewer requests.
 * @throws ApiFailure, even if the table does not exist
 */
export async function readRows(context: LifeContext, tableId: string, keys?: ReadonlySet<string>): Promise<LiveRows> {
  const rows: LiveRows = new Map();
  if (keys?.size === 0) return rows;
  const read = async (pageNumber: number): Promise<number> => {
    const query = { pageNumber, pageSize: PAGE_SIZE, showbrief: false };
    const { entities, pageCount } = await context.client.call({ method: "GET", path: rowsAt(tableId), query }, page);
    for (const row of entities) {
      const key = String(row[KEY]);
      if (keys === undefined || keys.has(key)) rows.set(key, row);
    }
    return pageCount ?? (entities.length < PAGE_SIZE ? pageNumber : pageNumber + 1);
  };
  const pages = await read(1);
  const unseen = [...(keys ?? [])].filter((key) => !rows.has(key));
  if (keys !== undefined && unseen.length < pages - 1) {
    await inLanes(unseen, context.signal, async (key) => {
      const row = await readRow(context, tableId, key);
      if (row) rows.set(key, row);
    });
    return rows;
  }
  const others = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => index + 2);
  let seen = 1;
  await inLanes(others, context.signal, async (pageNumber) => {
    await read(pageNumber);
    seen += 1;
    context.log.progress(`reading rows: page ${seen} of ${pages}`);
  });
  return rows;
}

/**
 * Reads rows like `readRows`, and repeats the read for a few seconds until the rows are as expected. The platform may
 * return outdated rows, and rows that are added while pages are read move other rows to a different page.
 */
export async function readRowsUntil(
  context: LifeContext,
  tableId: string,
  keys: ReadonlySet<string>,
  isSettled: (rows: LiveRows) => boolean,
): Promise<LiveRows> {
  const look = () => readRows(context, tableId, keys);
  const waits = context.organisation.pace.doubtMs;
  return lookAgain(await look(), look, { waits, signal: context.signal, isSettled });
}
