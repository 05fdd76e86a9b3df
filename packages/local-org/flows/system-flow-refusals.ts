import { ApiError } from "../http/api-error.ts";
import type { Store } from "../store/store.ts";
import type { FlowRow } from "./flow-table.ts";
import { isSystemFlow } from "./system-flow-table.ts";

/** Code and text are the documented ones, which name the in-queue flow alone (reference/platform-api.error-codes.json). */
export function refuseSystemFlow(store: Store, flow: FlowRow, verb: "delete" | "deactivate"): void {
  if (!isSystemFlow(store, flow.id)) return;
  throw new ApiError(405, `architect.default.flow.cannot.${verb}`, `Cannot ${verb} the default in-queue flow.`, {
    details: [{ errorCode: `architect.default.flow.cannot.${verb}`, entityId: flow.id, entityName: flow.name }],
  });
}

/** @throws ApiError 400 for another name or description of a system flow */
export function refuseOtherWords(store: Store, flow: FlowRow, wanted: { name: unknown; description: unknown }): void {
  const same = wanted.name === flow.name && (wanted.description ?? flow.description) === flow.description;
  if (same || !isSystemFlow(store, flow.id)) return;
  throw new ApiError(
    400,
    "architect.system.flow.name.or.description.error",
    "System flow names and descriptions cannot be changed.",
  );
}
