import { notFound } from "../../http/api-error.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { deedOf, doneBy } from "../author.ts";
import { type FlowRow, requireFlow } from "../flow-table.ts";
import { isSystemFlow } from "../system-flows.ts";
import { formatVersion } from "../version-table.ts";
import { type HistoryRequest, type HistoryRow, historyOf, requestedHistory, requestHistory } from "./history-table.ts";

/** The history of a flow. A client first requests the history, then reads it by the id of the request. */
export const historyRoutes: readonly Route[] = [
  route("postFlowHistory", generate, "architect:flow:view"),
  route("getFlowHistoryHistoryId", read, "architect:flow:view"),
];

function generate(context: Context): Reply {
  return { body: operation(requestHistory(context.store, flowOf(context).id, deedOf(context))) };
}

/** Reads a history, newest entry first unless the query has a different order (OpenAPI, `getFlowHistoryHistoryId`). */
function read(context: Context): Reply {
  const { store, query, params } = context;
  const flow = flowOf(context);
  const request = requestedHistory(store, flow.id, params["historyId"] ?? "");
  if (!request) throw notFound("Could not find the history with specified ID.", "architect.object.not.found");
  const actions = query.all("action").map((action) => action.toUpperCase());
  const rows = historyOf(store, request).filter((row) => actions.length === 0 || actions.includes(row.action));
  const by = query.get("sortBy") === "action" ? (row: HistoryRow) => row.action : () => "";
  const sorted = [...rows].sort((a, b) => by(a).localeCompare(by(b)) || a.sequence - b.sequence);
  if (query.get("sortOrder")?.toLowerCase() !== "asc") sorted.reverse();
  const { entities, pageSize, pageNumber, total, pageCount } = page(sorted, context);
  const time = new Date(request.at).toISOString();
  return {
    body: {
      ...operation(request),
      name: flow.name,
      description: flow.description ?? undefined,
      system: isSystemFlow(store, flow.id),
      started: time,
      completed: time,
      pageSize,
      pageNumber,
      total,
      entities: entities.map((row) => presentEntry(flow, row)),
      pageCount,
    },
  };
}

function operation({ id, author }: HistoryRequest): JsonObject {
  return { id, complete: true, ...doneBy(JSON.parse(author)), actionName: "HISTORY", actionStatus: "SUCCESS" };
}

function presentEntry(flow: FlowRow, { action, at, author, version }: HistoryRow): JsonObject {
  return {
    action,
    timestamp: new Date(at).toISOString(),
    ...doneBy(JSON.parse(author)),
    version: version === null ? undefined : formatVersion(version),
    secure: flow.type === "secureCall",
  };
}

/** Deleted flows keep their history. */
function flowOf({ store, params }: Context): FlowRow {
  return requireFlow(store, params["flowId"], { deletedToo: true });
}
