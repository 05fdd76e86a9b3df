import type { JsonObject } from "../../http/route.ts";
import type { Store } from "../../store/store.ts";

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

export function findRow(store: Store, tableId: string, key: string): JsonObject | undefined {
  const sql = "SELECT document FROM datatable_row WHERE tableId = ? AND key = ?";
  const row = store.get<{ document: string }>(sql, tableId, key);
  return row && (JSON.parse(row.document) as JsonObject);
}

export function saveRow(store: Store, tableId: string, key: string, row: JsonObject): void {
  store.run(
    `INSERT INTO datatable_row (tableId, key, document) VALUES (?, ?, ?)
     ON CONFLICT (tableId, key) DO UPDATE SET document = excluded.document`,
    tableId,
    key,
    JSON.stringify(row),
  );
}

/** Returns false when there was none. */
export function removeRow(store: Store, tableId: string, key: string): boolean {
  return store.run("DELETE FROM datatable_row WHERE tableId = ? AND key = ?", tableId, key) > 0;
}
