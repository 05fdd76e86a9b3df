import { type Context, momentOf } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import type { FlowRow } from "./flow-table.ts";
import { keptFlows } from "./kept-flows.ts";
import { presentFlow } from "./presentation.ts";

/** A flow as it was at a moment while the past is recorded (`faults/past.ts`); undefined when there was none. */
export function flowAsOf(store: Store, id: string, at: number): FlowRow | undefined {
  const row = store.get<{ head: string }>(
    "SELECT head FROM flowPast WHERE flowId = ? AND at <= ? ORDER BY at DESC LIMIT 1",
    id,
    at,
  );
  return row && (JSON.parse(row.head) as FlowRow);
}

/** All flows as they were at a moment, by id, those included that were deleted by then. */
export function flowsAsOf(store: Store, at: number): FlowRow[] {
  return store
    .all<{ head: string }>(
      `SELECT head FROM flowPast p WHERE at = (SELECT max(at) FROM flowPast WHERE flowId = p.flowId AND at <= ?)
       ORDER BY flowId`,
      at,
    )
    .map(({ head }) => JSON.parse(head) as FlowRow);
}

/** Each flow as the API shows it, as JSON. What is kept of flows as they are now is left as it is by those of a past moment. */
export function writtenFlows(context: Context, flows: readonly FlowRow[]): Buffer[] {
  if (momentOf(context) === undefined) return keptFlows(context.store).json(context, flows);
  return flows.map((flow) => Buffer.from(JSON.stringify(presentFlow(context, flow))));
}
