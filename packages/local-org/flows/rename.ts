import { ApiError, badRequest } from "../http/api-error.ts";
import type { Store } from "../store/store.ts";
import type { Deed } from "./author.ts";
import type { KeptFlowType } from "./flow-kinds.ts";
import { type FlowRow, flowByName, updateFlow } from "./flow-table.ts";
import { record } from "./history/history-table.ts";
import { requireOwnLock } from "./locks.ts";
import { nameProblems } from "./validation/root-properties.ts";

/**
 * Changes a flow's name and other given properties immediately, even if the flow is published. Requires the flow's
 * lock.
 * @throws ApiError 409 without the lock, 400 for an invalid name, 409 `architect.flow.already.exists` for a name that
 * is in use
 */
export function renameFlow(
  store: Store,
  flow: FlowRow,
  o: Deed & { name: string; more?: { description: string | null; divisionId?: string } },
): void {
  const { name, more } = o;
  requireOwnLock(flow, o.author);
  requireGoodName(name);
  refuseTakenName(store, flow.type, name, flow.id);
  updateFlow(store, flow.id, { ...more, name }, o.now);
  record(store, flow.id, "UPDATE", o);
}

/** @throws ApiError 400 with the code of the first broken rule */
export function requireGoodName(name: unknown): asserts name is string {
  const details = [{ fieldName: "name" }];
  if (typeof name !== "string" || name.trim() === "") {
    const message = "Failed to validate flow due to missing name.";
    throw badRequest(message, "architect.flow.validate.failed.missing.name", details);
  }
  const [problem] = nameProblems(name);
  if (problem) throw badRequest(problem.message, problem.code, details);
}

/**
 * Refuses a name that is in use: names are unique per type, ignoring case.
 * @throws ApiError 409, with the holder in `details`
 */
export function refuseTakenName(store: Store, type: KeptFlowType, name: string, except?: string): void {
  const holder = flowByName(store, type, name);
  if (!holder || holder.id === except) return;
  const errorCode = "architect.flow.already.exists";
  throw new ApiError(409, errorCode, "A flow of the specified type with the specified name already exists.", {
    details: [{ errorCode, fieldName: "name", entityId: holder.id, entityName: holder.name }],
  });
}
