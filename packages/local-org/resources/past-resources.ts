import type { Store } from "../store/store.ts";
import { type Resource, type ResourceRow, resourceOfRow } from "./resource-store.ts";

/** IVRs as they were at a moment while the past is recorded (`faults/past.ts`), by name, then id. */
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

/** Keeps in mind, while the past is recorded, when an IVR was removed. */
export function rememberRemoval(store: Store, removed: { kind: string; id: string }, now: number): void {
  if (removed.kind !== "ivr") return;
  store.run(
    "INSERT OR REPLACE INTO ivrPast (id, at, head) SELECT ?, ?, NULL WHERE EXISTS (SELECT 1 FROM fault WHERE past = 1)",
    removed.id,
    now,
  );
}
