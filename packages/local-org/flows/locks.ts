import { ApiError } from "../http/api-error.ts";
import type { Store } from "../store/store.ts";
import { type Author, authorName, sameAuthor } from "./author.ts";
import { type FlowRow, lockHolder, updateFlow } from "./flow-table.ts";

/** @throws ApiError 409 `architect.flow.not.locked.by.user` unless the author has the flow checked out. */
export function requireOwnLock(flow: FlowRow, author: Author): void {
  refuseForeignLock(flow, author);
  if (lockHolder(flow)) return;
  throw new ApiError(409, "architect.flow.not.locked.by.user", "Flow is not locked by requesting user.", {
    details: [{ errorCode: "architect.flow.not.locked.by.user", entityId: flow.id, entityName: flow.name }],
  });
}

/** @throws ApiError 409 `architect.flow.locked.by.user`, naming the holder in `details`, when another author has the lock. */
function refuseForeignLock(flow: FlowRow, author: Author): void {
  const holder = lockHolder(flow);
  if (!holder || sameAuthor(holder, author)) return;
  throw new ApiError(409, "architect.flow.locked.by.user", "Flow is locked by another user.", {
    details: [
      {
        errorCode: "architect.flow.locked.by.user",
        fieldName: "lockedUser",
        entityId: holder.user?.id ?? holder.client.id,
        entityName: authorName(holder),
      },
    ],
  });
}

/** Checks the flow out. @throws ApiError 409 when another author has it checked out */
export function lockFlow(store: Store, flow: FlowRow, o: { author: Author; now: number }): void {
  refuseForeignLock(flow, o.author);
  if (!lockHolder(flow)) updateFlow(store, flow.id, { lock: { author: o.author, since: o.now } }, o.now);
}
