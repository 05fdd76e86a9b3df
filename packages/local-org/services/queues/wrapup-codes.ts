import { ApiError } from "../../http/api-error.ts";
import { bodyArray } from "../../http/body.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { presentPlain, readPlain } from "../../resources/plain-actions.ts";
import { scopeOf } from "../../resources/plain-resource.ts";
import { findResource } from "../../resources/resource-table.ts";
import { wrapupCode } from "../skills.ts";
import { queue } from "./queue.ts";

export const queueCodeMigrations = [
  `CREATE TABLE queue_wrapup_code (queueId TEXT NOT NULL, codeId TEXT NOT NULL, UNIQUE (queueId, codeId)) STRICT;
   CREATE TRIGGER queue_wrapup_code_end AFTER DELETE ON resource WHEN old.kind IN ('queue', 'wrapupCode') BEGIN
     DELETE FROM queue_wrapup_code WHERE queueId = old.id OR codeId = old.id;
   END;`,
] as const;

const queueOf = (context: Context) => readPlain(queue, scopeOf(context), context.params["queueId"] as string);

function list(context: Context): Reply {
  const rows = context.store.all<{ codeId: string }>(
    "SELECT codeId FROM queue_wrapup_code WHERE queueId = ? ORDER BY rowid",
    queueOf(context).id,
  );
  const listing = page(rows, context);
  const scope = scopeOf(context);
  const entities = listing.entities.map(({ codeId }) =>
    presentPlain(wrapupCode, scope, readPlain(wrapupCode, scope, codeId)),
  );
  return { body: { ...listing, entities } };
}

/** `POST …/wrapupcodes` `[{id}]`: adds codes to the queue; one that it has already stays. */
function add(context: Context): Reply {
  const { id } = queueOf(context);
  const scope = scopeOf(context);
  const codes = bodyArray(context.body).map((entry) => {
    const codeId = String((entry as JsonObject | null)?.["id"]);
    const code = findResource(context.store, wrapupCode.kind, codeId);
    if (!code) throw new ApiError(404, "resource.not.found", `There is no wrap-up code with the id '${codeId}'.`);
    context.store.run(
      "INSERT INTO queue_wrapup_code (queueId, codeId) VALUES (?, ?) ON CONFLICT DO NOTHING",
      id,
      code.id,
    );
    return presentPlain(wrapupCode, scope, code);
  });
  return { body: codes };
}

function remove(context: Context): Reply {
  const { id } = queueOf(context);
  const removed = context.store.run(
    "DELETE FROM queue_wrapup_code WHERE queueId = ? AND codeId = ?",
    id,
    context.params["codeId"] as string,
  );
  if (removed === 0) throw new ApiError(404, "resource.not.found", "The resource could not be found.");
  return { status: 204 };
}

const codes = `${queue.path}/{queueId}/wrapupcodes`;
const mayView = { permission: "routing:queue:view" };
const mayEdit = { permission: "routing:queue:edit" };

/** Wrap-up codes that a queue offers. */
export const queueCodeRoutes: readonly Route[] = [
  { method: "GET", path: codes, operation: "getRoutingQueueWrapupcodes", ...mayView, handler: list },
  { method: "POST", path: codes, operation: "postRoutingQueueWrapupcodes", ...mayEdit, handler: add },
  {
    method: "DELETE",
    path: `${codes}/{codeId}`,
    operation: "deleteRoutingQueueWrapupcode",
    ...mayEdit,
    handler: remove,
  },
];
