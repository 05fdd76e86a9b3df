import { ApiError } from "../http/api-error.ts";
import type { Store } from "../store/store.ts";
import { type Author, authorName, type Deed, sameAuthor } from "./author.ts";
import { type FlowRow, lockHolder, updateFlow } from "./flow-table.ts";

/** @throws ApiError 409 `architect.flow.not.locked.by.user` unless the author has the flow checked out */
export function requireOwnLock(flow: FlowRow, author: Author): void {
  refuseForeignLock(flow, author);
  if (lockHolder(flow)) return;
  const errorCode = "architect.flow.not.locked.by.user";
  throw new ApiError(409, errorCode, "Flow is not locked by requesting user.", {
    details: [{ errorCode, entityId: flow.id, entityName: flow.name }],
  });
}

/**
 * @throws ApiError 409 `architect.flow.locked.by.user`, with the holder in `details`, if another author has the lock
 */
function refuseForeignLock(flow: FlowRow, author: Author): void {
  const holder = lockHolder(flow);
  if (!holder || sameAuthor(holder, author)) return;
  const errorCode = "architect.flow.locked.by.user";
  const { id: entityId } = holder.user ?? holder.client;
  throw new ApiError(409, errorCode, "Flow is locked by another user.", {
    details: [{ errorCode, fieldName: "lockedUser", entityId, entityName: authorName(holder) }],
  });
}

/** Checks the flow out. @throws ApiError 409 if another author has it checked out */
export function lockFlow(store: Store, flow: FlowRow, { author, now }: Deed): void {
  refuseForeignLock(flow, author);
  if (!lockHolder(flow)) updateFlow(store, flow.id, { lock: { author, since: now } }, now);
}
