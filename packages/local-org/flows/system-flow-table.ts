import type { Store } from "../store/store.ts";

/** A step of the flows' tables. */
export const systemFlowMigration =
  "CREATE TABLE systemFlows (flowId TEXT PRIMARY KEY REFERENCES flows (id) ON DELETE CASCADE) STRICT;";

/** Whether the platform made the flow itself. */
export function isSystemFlow(store: Store, id: string): boolean {
  return store.get("SELECT 1 FROM systemFlows WHERE flowId = ?", id) !== undefined;
}
