import { ApiError, notFound } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { pageFrom } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { requested } from "../../resources/plain-actions.ts";
import type { Resource } from "../../resources/resource-table.ts";
import type { Store } from "../../store/store.ts";
import { completeRow, dataTable, KEY, propertiesOf, rowProblems } from "./data-table.ts";

export const rowMigrations = [
  `CREATE TABLE datatable_row (
     tableId TEXT NOT NULL, key TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (tableId, key)
   ) STRICT;
   CREATE TRIGGER datatable_row_end AFTER DELETE ON resource WHEN old.kind = 'dataTable' BEGIN
     DELETE FROM datatable_row WHERE tableId = old.id;
   END;`,
] as const;

/** All rows of a table by their keys. */
export function rowsOf(store: Store, tableId: string): JsonObject[] {
  return store
    .all<{ document: string }>("SELECT document FROM datatable_row WHERE tableId = ? ORDER BY key", tableId)
    .map(({ document }) => JSON.parse(document) as JsonObject);
}

function findRow(store: Store, tableId: string, key: string): JsonObject | undefined {
  const sql = "SELECT document FROM datatable_row WHERE tableId = ? AND key = ?";
  const row = store.get<{ document: string }>(sql, tableId, key);
  return row && (JSON.parse(row.document) as JsonObject);
}

export function saveRow(store: Store, tableId: string, key: string, row: JsonObject): void {
  store.insert("datatable_row", { tableId, key, document: JSON.stringify(row) }, ["document"]);
}

/** Removes a row. Returns false if it did not exist. */
export function removeRow(store: Store, tableId: string, key: string): boolean {
  return store.run("DELETE FROM datatable_row WHERE tableId = ? AND key = ?", tableId, key) > 0;
}

const keyOf = (context: Context): string => context.params["rowId"] as string;
const rowMissing = (): ApiError => notFound("The datatable row could not be found.", "flows.datatables.row.not.found");

/** The key of a row, or all its columns with `showbrief=false`. */
function shown(context: Context, row: JsonObject): JsonObject {
  return context.query.get("showbrief") === "false" ? row : { [KEY]: row[KEY] };
}

function list(context: Context): Reply {
  const { store, query } = context;
  const { id } = requested(dataTable, context);
  const counted = store.get<{ total: number }>("SELECT count(*) AS total FROM datatable_row WHERE tableId = ?", id);
  const order = query.descending ? "DESC" : "ASC";
  const read = (from: number, to: number): JsonObject[] =>
    store
      .all<{ document: string }>(
        `SELECT document FROM datatable_row WHERE tableId = ? ORDER BY key ${order} LIMIT ? OFFSET ?`,
        ...[id, to - from, from],
      )
      .map(({ document }) => shown(context, JSON.parse(document) as JsonObject));
  return { body: pageFrom({ total: counted?.total ?? 0, read }, context) };
}

function add(context: Context): Reply {
  const table = requested(dataTable, context);
  const row = conforming(table, bodyObject(context.body));
  const key = String(row[KEY]);
  if (findRow(context.store, table.id, key)) {
    throw new ApiError(409, "flows.datatables.not.unique", "The row had a duplicate keyname.", {
      details: [{ errorCode: "flows.datatables.not.unique", fieldName: KEY }],
    });
  }
  saveRow(context.store, table.id, key, row);
  return { body: row };
}

function read(context: Context): Reply {
  const row = findRow(context.store, requested(dataTable, context).id, keyOf(context));
  if (!row) throw rowMissing();
  return { body: shown(context, row) };
}

function replace(context: Context): Reply {
  const table = requested(dataTable, context);
  const key = keyOf(context);
  if (!findRow(context.store, table.id, key)) throw rowMissing();
  const row = conforming(table, { [KEY]: key, ...bodyObject(context.body) }, key);
  saveRow(context.store, table.id, key, row);
  return { body: row };
}

function remove(context: Context): Reply {
  if (!removeRow(context.store, requested(dataTable, context).id, keyOf(context))) throw rowMissing();
  return { status: 204 };
}

/** The row with its defaults. @throws ApiError 400 with every column that does not conform to the table */
function conforming(table: Resource, row: JsonObject, key?: string): JsonObject {
  const columns = propertiesOf(table.document);
  const problems = [
    ...rowProblems(columns, row),
    ...(key === undefined || row[KEY] === key ? [] : ["the key of a row cannot change"]),
  ];
  if (problems.length === 0) return completeRow(columns, row);
  const message = "The row didn't conform to the schema in some way";
  throw new ApiError(400, "flows.datatables.schema.exception", `${message}: ${problems.join("; ")}`, {
    messageWithParams: message,
    details: problems.map((problem) => ({ errorCode: problem })),
  });
}

export const rowRoutes: readonly Route[] = [
  route("getFlowsDatatableRows", list, "architect:datatableRow:view"),
  route("postFlowsDatatableRows", add, "architect:datatableRow:add"),
  route("getFlowsDatatableRow", read, "architect:datatableRow:view"),
  route("putFlowsDatatableRow", replace, "architect:datatableRow:edit"),
  route("deleteFlowsDatatableRow", remove, "architect:datatableRow:delete"),
];
