import { madeKinds } from "@genesys-flows/platform";

/** Path of a data table (reference/platform-api.md §2.8). */
export function tableAt(id: string): string {
  return `${madeKinds.dataTable.path}/${encodeURIComponent(id)}`;
}

/** Path of a table's rows. */
export function rowsAt(tableId: string): string {
  return `${tableAt(tableId)}/rows`;
}

/** Path of one row. */
export function rowAt(tableId: string, key: string): string {
  return `${rowsAt(tableId)}/${encodeURIComponent(key)}`;
}
