import type { Store } from "../../store/store.ts";

/** Names of deleted domains, which stay known. */
export const formerDomainMigrations = [
  `CREATE TABLE former_email_domain (id TEXT PRIMARY KEY) STRICT;
   CREATE TRIGGER former_email_domain_end AFTER DELETE ON resource WHEN old.kind = 'emailDomain' BEGIN
     INSERT INTO former_email_domain (id) VALUES (old.id) ON CONFLICT DO NOTHING;
   END;`,
] as const;

/**
 * Whether there was a domain of that name. The routes of one that was deleted are an empty list: the vendor's test of deleted
 * routes loops for ever on 404 (`reference/export-shapes.md`).
 */
export function wasDomain(store: Store, id: string): boolean {
  return store.get("SELECT 1 FROM former_email_domain WHERE id = ?", id) !== undefined;
}
