import type { JsonObject } from "../http/route.ts";
import type { Store } from "../store/store.ts";

/** Steps of the resources' tables: what belongs to a resource and is read and changed at an address of its own. */
export const partMigrations = [
  `CREATE TABLE resource_part (
     kind TEXT NOT NULL, id TEXT NOT NULL, part TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (kind, id, part),
     FOREIGN KEY (kind, id) REFERENCES resource (kind, id) ON DELETE CASCADE
   ) STRICT;`,
] as const;

/** A part of a resource, such as a user's utilization. */
export interface PartAddress {
  readonly kind: string;
  readonly id: string;
  readonly part: string;
}

/** Undefined where it was never set. */
export function readPart<T extends JsonObject | unknown[]>(
  store: Store,
  { kind, id, part }: PartAddress,
): T | undefined {
  const sql = "SELECT document FROM resource_part WHERE kind = ? AND id = ? AND part = ?";
  const row = store.get<{ document: string }>(sql, kind, id, part);
  return row && (JSON.parse(row.document) as T);
}

/** Sets the part; undefined takes it away. */
export function savePart(
  store: Store,
  { kind, id, part }: PartAddress,
  document: JsonObject | unknown[] | undefined,
): void {
  if (document === undefined) {
    store.run("DELETE FROM resource_part WHERE kind = ? AND id = ? AND part = ?", kind, id, part);
    return;
  }
  store.run(
    `INSERT INTO resource_part (kind, id, part, document) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, id, part) DO UPDATE SET document = excluded.document`,
    kind,
    id,
    part,
    JSON.stringify(document),
  );
}
