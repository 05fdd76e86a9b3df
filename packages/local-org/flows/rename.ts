import { ApiError } from "../http/api-error.ts";
import type { Store } from "../store/store.ts";
import type { Author } from "./author.ts";
import type { KeptFlowType } from "./flow-kinds.ts";
import { type FlowRow, flowByName, updateFlow } from "./flow-table.ts";
import { record } from "./history/history-table.ts";
import { requireOwnLock } from "./locks.ts";
import { nameProblems } from "./validation/root-properties.ts";

interface Described {
  readonly description: string | null;
  readonly divisionId?: string;
}

/**
 * Gives a flow another name, and what else is given, at once and for published flows too, which needs its lock.
 * @throws ApiError 409 without the lock, 400 for a bad name, 409 `architect.flow.already.exists` for a taken one
 */
export function renameFlow(
  store: Store,
  flow: FlowRow,
  o: { readonly name: string; readonly author: Author; readonly now: number; readonly more?: Described },
): void {
  const { name, author, now, more } = o;
  requireOwnLock(flow, author);
  requireGoodName(name);
  refuseTakenName(store, flow.type, name, flow.id);
  updateFlow(store, flow.id, { ...more, name }, now);
  record(store, { flowId: flow.id, action: "UPDATE", author, now });
}

/** @throws ApiError 400 with the code of the first broken rule */
export function requireGoodName(name: unknown): asserts name is string {
  if (typeof name !== "string" || name.trim() === "")
    throw new ApiError(
      400,
      "architect.flow.validate.failed.missing.name",
      "Failed to validate flow due to missing name.",
      { details: [{ fieldName: "name" }] },
    );
  const problem = nameProblems(name)[0];
  if (problem) throw new ApiError(400, problem.code, problem.message, { details: [{ fieldName: "name" }] });
}

/** Names are unique per type, whatever their case. @throws ApiError 409, naming the holder in `details` */
export function refuseTakenName(store: Store, type: KeptFlowType, name: string, except?: string): void {
  const holder = flowByName(store, type, name);
  if (!holder || holder.id === except) return;
  throw new ApiError(
    409,
    "architect.flow.already.exists",
    "A flow of the specified type with the specified name already exists.",
    {
      details: [
        { errorCode: "architect.flow.already.exists", fieldName: "name", entityId: holder.id, entityName: holder.name },
      ],
    },
  );
}
