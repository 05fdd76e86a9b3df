import { type ApiError, badRequest, invalidValueText } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, Reply, Route } from "../../http/route.ts";
import { conversationMedia } from "../../requests/known-values.ts";
import { requested } from "../../resources/plain-actions.ts";
import { findResource } from "../../resources/resource-table.ts";
import { routesOf } from "../../service.ts";
import type { Store } from "../../store/store.ts";
import { queue } from "./queue.ts";

export const waitingMigrations = [
  `CREATE TABLE queue_waiting (
     queueId TEXT NOT NULL, mediaType TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (queueId, mediaType)
   ) STRICT;
   CREATE TRIGGER queue_waiting_end AFTER DELETE ON resource WHEN old.kind = 'queue' BEGIN
     DELETE FROM queue_waiting WHERE queueId = old.id;
   END;`,
] as const;

/** Number of conversations that wait in a queue, by media type. */
export type Waiting = Readonly<Partial<Record<(typeof conversationMedia)[number], number | undefined>>>;

/** Sets the number of conversations that wait in a queue, with zero for omitted media types. */
export function setWaiting(store: Store, queueId: string, waiting: Waiting): void {
  store.run("DELETE FROM queue_waiting WHERE queueId = ?", queueId);
  for (const mediaType of conversationMedia) {
    const count = waiting[mediaType] ?? 0;
    if (count > 0) store.insert("queue_waiting", { queueId, mediaType, count });
  }
}

function waitingIn(store: Store, queueId: string): readonly { readonly mediaType: string; readonly count: number }[] {
  return store.all("SELECT mediaType, count FROM queue_waiting WHERE queueId = ? ORDER BY mediaType", queueId);
}

/**
 * `PUT /_local/queues/{queueId}/waiting` `{voice: 2}`: sets the number of waiting conversations, which is zero by
 * default.
 */
function set(context: Context): Reply {
  const { id } = requested(queue, context);
  const body = bodyObject(context.body);
  for (const [media, count] of Object.entries(body)) {
    if (!conversationMedia.some((known) => known === media)) throw invalid("mediaType", media, conversationMedia);
    if (!Number.isInteger(count) || Number(count) < 0) throw invalid(media, count, ["a whole number"]);
  }
  setWaiting(context.store, id, body as Waiting);
  return { status: 204 };
}

/**
 * `QueueObservationQueryResponse` of the vendor's SDK: a container for each queue and media type, with only the metric
 * `oWaiting`.
 */
function observe({ store, body }: Context): Reply {
  const { filter, metrics } = bodyObject(body);
  const wanted = Array.isArray(metrics) ? metrics.map(String) : [];
  if (wanted.length === 0) throw missing("metrics");
  const other = wanted.find((metric) => metric !== "oWaiting");
  // The organisation has no agents or conversations, so a zero would be false.
  if (other !== undefined) throw invalid("metrics", other, ["oWaiting"]);
  const results = queuesIn(filter)
    .filter((id) => findResource(store, queue.kind, id) !== undefined)
    .flatMap((queueId) =>
      waitingIn(store, queueId).map(({ mediaType, count }) => ({
        group: { queueId, mediaType },
        data: [{ metric: "oWaiting", stats: { count } }],
      })),
    );
  return { body: { results } };
}

/** Ids of the queues that the filter's predicates on `queueId` select. */
function queuesIn(filter: unknown): string[] {
  const { type, predicates, clauses } = bodyObject(filter);
  const listed = (Array.isArray(predicates) ? predicates : []).map((one) => bodyObject(one));
  if (listed.length === 0) throw missing("filter");
  if (Array.isArray(clauses) && clauses.length > 0) throw invalid("clauses", clauses, ["none"]);
  for (const { dimension } of listed) if (dimension !== "queueId") throw invalid("dimension", dimension, ["queueId"]);
  const ids = [...new Set(listed.map(({ value }) => String(value)))];
  return String(type).toLowerCase() === "and" && ids.length > 1 ? [] : ids;
}

function invalid(field: string, value: unknown, allowed: readonly string[]): ApiError {
  const details = [{ errorCode: "invalid.value", fieldName: field }];
  return badRequest(invalidValueText(field, value, allowed), "invalid.value", details);
}

function missing(field: string): ApiError {
  return badRequest(`The field '${field}' is required.`, "required.field.missing", [
    { errorCode: "required.field.missing", fieldName: field },
  ]);
}

export const waitingRoutes: readonly Route[] = [
  route("postAnalyticsQueuesObservationsQuery", observe, "analytics:queueObservation:view"),
  ...routesOf([["PUT", "/_local/queues/{queueId}/waiting", "putLocalQueueWaiting", "none", set, { unlogged: true }]]),
];
