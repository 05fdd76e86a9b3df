import type { JsonObject } from "../http/route.ts";
import type { Store } from "../store/store.ts";

/** A stored plain resource: the posted fields, and the fields that the organisation sets. */
export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly divisionId?: string;
  /** Id of its parent, such as the domain of an e-mail route. */
  readonly parentId?: string;
  readonly version: number;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly modified: number;
  readonly createdBy: string;
  readonly document: JsonObject;
}

/** An object that a resource references by id. */
export interface ResourceReference {
  readonly kind: string;
  readonly id: string;
}

export const resourceMigrations = [
  `CREATE TABLE resource (
     kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, nameKey TEXT NOT NULL, divisionId TEXT,
     version INTEGER NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, createdBy TEXT NOT NULL,
     document TEXT NOT NULL, PRIMARY KEY (kind, id)
   ) STRICT;
   CREATE INDEX resource_name ON resource (kind, nameKey);
   CREATE INDEX resource_division ON resource (divisionId, kind);
   CREATE TABLE resource_reference (
     fromKind TEXT NOT NULL, fromId TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
     PRIMARY KEY (fromKind, fromId, kind, id),
     FOREIGN KEY (fromKind, fromId) REFERENCES resource (kind, id) ON DELETE CASCADE
   ) STRICT;
   CREATE INDEX resource_referenced ON resource_reference (kind, id);`,
  `ALTER TABLE resource ADD COLUMN parentId TEXT;
   CREATE INDEX resource_parent ON resource (kind, parentId);`,
] as const;

/** A row of the table. */
interface ResourceRow extends Omit<Resource, "document" | "divisionId" | "parentId"> {
  readonly divisionId: string | null;
  readonly parentId: string | null;
  readonly document: string;
}

const COLUMNS = "id, name, divisionId, parentId, version, created, modified, createdBy, document";

const resourceOfRow = (row: ResourceRow): Resource => ({
  ...row,
  divisionId: row.divisionId ?? undefined,
  parentId: row.parentId ?? undefined,
  document: JSON.parse(row.document) as JsonObject,
});

/** Key for comparing names of resources, which ignores case. */
export const nameKey = (name: string): string => name.trim().toLowerCase();

export function findResource(store: Store, kind: string, id: string): Resource | undefined {
  const row = store.get<ResourceRow>(`SELECT ${COLUMNS} FROM resource WHERE kind = ? AND id = ?`, kind, id);
  return row && resourceOfRow(row);
}

export function resourcesNamed(store: Store, kind: string, name: string): Resource[] {
  const sql = `SELECT ${COLUMNS} FROM resource WHERE kind = ? AND nameKey = ? ORDER BY id`;
  return store.all<ResourceRow>(sql, kind, nameKey(name)).map(resourceOfRow);
}

/** All resources of a kind, or only the resources of one parent. Sorted by name, then id. */
export function listResources(store: Store, kind: string, parentId?: string): Resource[] {
  if (parentId !== undefined) {
    const sql = `SELECT ${COLUMNS} FROM resource WHERE kind = ? AND parentId = ? ORDER BY nameKey, id`;
    return store.all<ResourceRow>(sql, kind, parentId).map(resourceOfRow);
  }
  return store
    .all<ResourceRow>(`SELECT ${COLUMNS} FROM resource WHERE kind = ? ORDER BY nameKey, id`, kind)
    .map(resourceOfRow);
}

/** Writes a resource, new or changed, and its references. */
export function saveResource(
  store: Store,
  kind: string,
  resource: Resource,
  references: readonly ResourceReference[] = [],
): void {
  const { id, name, divisionId, parentId, version, created, modified, createdBy } = resource;
  const changing = { name, nameKey: nameKey(name), divisionId, version, modified };
  const row = { kind, id, parentId, created, createdBy, ...changing, document: JSON.stringify(resource.document) };
  store.insert("resource", row, [...Object.keys(changing), "document"]);
  store.run("DELETE FROM resource_reference WHERE fromKind = ? AND fromId = ?", kind, id);
  for (const reference of references)
    store.insert("resource_reference", { fromKind: kind, fromId: id, kind: reference.kind, id: reference.id }, []);
}

/** Removes a resource. Returns false if it did not exist. */
export function removeResource(store: Store, kind: string, id: string): boolean {
  return store.run("DELETE FROM resource WHERE kind = ? AND id = ?", kind, id) > 0;
}

/** The references of a plain resource. */
export function referencesOf(store: Store, kind: string, id: string): ResourceReference[] {
  return store.all<ResourceReference>(
    "SELECT kind, id FROM resource_reference WHERE fromKind = ? AND fromId = ? ORDER BY kind, id",
    kind,
    id,
  );
}

/** Plain resources that reference an object. */
export function referrers(store: Store, kind: string, id: string): { kind: string; id: string; name: string }[] {
  return store.all(
    `SELECT r.kind AS kind, r.id AS id, r.name AS name FROM resource_reference f
     JOIN resource r ON r.kind = f.fromKind AND r.id = f.fromId WHERE f.kind = ? AND f.id = ? ORDER BY r.kind, r.nameKey`,
    kind,
    id,
  );
}

/** The division `*`: all divisions (`StarrableDivision` of OpenAPI). */
export const ALL_DIVISIONS = "*";

/** The default division. @throws Error for a store without an organisation */
export function homeDivision(store: Store): Resource {
  const row = store.get<{ id: string }>("SELECT divisionId AS id FROM home_division");
  const home = row && findResource(store, "division", row.id);
  if (!home) throw new Error("The organisation has no home division.");
  return home;
}

/**
 * IVRs as they were at a past time, while earlier states are recorded (`faults/fault-table.ts`). Sorted by name, then
 * id.
 */
export function ivrsAsOf(store: Store, at: number): Resource[] {
  return store
    .all<{ head: string }>(
      `SELECT head FROM ivrPast p
       WHERE head IS NOT NULL AND at = (SELECT max(at) FROM ivrPast WHERE id = p.id AND at <= ?)
       ORDER BY lower(trim(json_extract(head, '$.name'))), id`,
      at,
    )
    .map(({ head }) => resourceOfRow(JSON.parse(head) as ResourceRow));
}

/** Records the time of an IVR's removal, while earlier states are recorded. */
export function rememberRemoval(store: Store, removed: { kind: string; id: string }, now: number): void {
  if (removed.kind !== "ivr") return;
  store.run(
    "INSERT OR REPLACE INTO ivrPast (id, at, head) SELECT ?, ?, NULL WHERE EXISTS (SELECT 1 FROM fault WHERE past = 1)",
    removed.id,
    now,
  );
}
