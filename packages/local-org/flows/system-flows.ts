import { ApiError, badRequest } from "../http/api-error.ts";
import type { Store } from "../store/store.ts";
import type { FlowRow } from "./flow-table.ts";

/** Whether the platform itself created the flow. */
export function isSystemFlow(store: Store, id: string): boolean {
  return store.get("SELECT 1 FROM systemFlows WHERE flowId = ?", id) !== undefined;
}

/**
 * Refuses an action on a system flow. Code and message are the documented ones, which mention only the in-queue flow
 * (reference/platform-api.error-codes.json).
 */
export function refuseSystemFlow(store: Store, flow: FlowRow, verb: "delete" | "deactivate"): void {
  if (!isSystemFlow(store, flow.id)) return;
  const errorCode = `architect.default.flow.cannot.${verb}`;
  throw new ApiError(405, errorCode, `Cannot ${verb} the default in-queue flow.`, {
    details: [{ errorCode, entityId: flow.id, entityName: flow.name }],
  });
}

/** @throws ApiError 400 for a changed name or description of a system flow */
export function refuseOtherWords(store: Store, flow: FlowRow, wanted: { name: unknown; description: unknown }): void {
  const same = wanted.name === flow.name && (wanted.description ?? flow.description) === flow.description;
  if (same || !isSystemFlow(store, flow.id)) return;
  const code = "architect.system.flow.name.or.description.error";
  throw badRequest("System flow names and descriptions cannot be changed.", code);
}
