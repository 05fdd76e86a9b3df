import { ApiError } from "../../http/api-error.ts";
import { bodyArray } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { presentPlain, readPlain, requested } from "../../resources/plain-actions.ts";
import { findResource } from "../../resources/resource-table.ts";
import { wrapupCode } from "../skills.ts";
import { queue } from "./queue.ts";

export const queueCodeMigrations = [
  `CREATE TABLE queue_wrapup_code (queueId TEXT NOT NULL, codeId TEXT NOT NULL, UNIQUE (queueId, codeId)) STRICT;
   CREATE TRIGGER queue_wrapup_code_end AFTER DELETE ON resource WHEN old.kind IN ('queue', 'wrapupCode') BEGIN
     DELETE FROM queue_wrapup_code WHERE queueId = old.id OR codeId = old.id;
   END;`,
] as const;

function list(context: Context): Reply {
  const rows = context.store.all<{ codeId: string }>(
    "SELECT codeId FROM queue_wrapup_code WHERE queueId = ? ORDER BY rowid",
    requested(queue, context).id,
  );
  const shown = ({ codeId }: { codeId: string }): JsonObject =>
    presentPlain(wrapupCode, context, readPlain(wrapupCode, context, codeId));
  return { body: page(rows, context, shown) };
}

/** `POST …/wrapupcodes` `[{id}]`: adds codes to the queue; one that it has already stays. */
function add(context: Context): Reply {
  const { id } = requested(queue, context);
  const codes = bodyArray(context.body).map((entry) => {
    const codeId = String((entry as JsonObject | null)?.["id"]);
    const code = findResource(context.store, wrapupCode.kind, codeId);
    if (!code) throw new ApiError(404, "resource.not.found", `There is no wrap-up code with the id '${codeId}'.`);
    const sql = "INSERT INTO queue_wrapup_code (queueId, codeId) VALUES (?, ?) ON CONFLICT DO NOTHING";
    context.store.run(sql, id, code.id);
    return presentPlain(wrapupCode, context, code);
  });
  return { body: codes };
}

function remove(context: Context): Reply {
  const { id } = requested(queue, context);
  const sql = "DELETE FROM queue_wrapup_code WHERE queueId = ? AND codeId = ?";
  if (context.store.run(sql, id, context.params["codeId"] as string) === 0)
    throw new ApiError(404, "resource.not.found", "The resource could not be found.");
  return { status: 204 };
}
/** Wrap-up codes that a queue offers. */
export const queueCodeRoutes: readonly Route[] = [
  route("getRoutingQueueWrapupcodes", list, "routing:queue:view"),
  route("postRoutingQueueWrapupcodes", add, "routing:queue:edit"),
  route("deleteRoutingQueueWrapupcode", remove, "routing:queue:edit"),
];
