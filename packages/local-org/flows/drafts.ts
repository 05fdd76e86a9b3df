import type { ArchyDocument } from "@genesys-flows/architect";
import type { Scope } from "../service.ts";
import type { Store } from "../store/store.ts";
import type { Deed } from "./author.ts";
import { insertDependencies } from "./dependency-table.ts";
import { type FlowRow, updateFlow } from "./flow-table.ts";
import { record } from "./history/history-table.ts";
import { storedView } from "./publishing/organisation-view.ts";
import { documentDependencies } from "./publishing/plan.ts";
import { insertVersion, versionOf } from "./version-table.ts";

/** Whether the flow has saved work that is not checked in. */
export function hasDraft(store: Store, flow: FlowRow): boolean {
  return versionOf(store, flow.id, flow.savedVersion)?.kind === "SAVE";
}

/** Saves a document as the flow's draft: as a new version, or in place of the current draft. Returns the version. */
export function saveDraft(store: Store, flow: FlowRow, o: Deed & { document: ArchyDocument }): number {
  dropDraft(store, flow);
  const version = insertVersion(store, flow.id, { kind: "SAVE", ...o });
  updateFlow(store, flow.id, { savedVersion: version }, o.now);
  record(store, flow.id, "SAVE", { ...o, version });
  return version;
}

/** Discards the draft, which restores the last checked-in version. */
export function dropDraft(store: Store, flow: FlowRow): void {
  if (!hasDraft(store, flow)) return;
  store.run("DELETE FROM flowVersions WHERE flowId = ? AND version = ?", flow.id, flow.savedVersion);
  store.run("UPDATE flows SET savedVersion = checkedInVersion WHERE id = ?", flow.id);
}

/** Checks in the draft with its dependencies and releases the lock. */
export function checkInDraft(scope: Scope, flow: FlowRow, o: Deed & { document: ArchyDocument }): void {
  const { store } = scope;
  const version = flow.savedVersion as number;
  const sql = "UPDATE flowVersions SET kind = 'CHECKIN', checkedInAt = ? WHERE flowId = ? AND version = ?";
  store.run(sql, o.now, flow.id, version);
  insertDependencies(store, flow.id, version, documentDependencies(o.document, storedView(scope)));
  updateFlow(store, flow.id, { checkedInVersion: version, lock: "free" }, o.now);
  record(store, flow.id, "CHECKIN", { ...o, version });
}
