import { flowTypeOfApi } from "@genesys-flows/architect";
import { badRequest, missingParameter } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { route } from "../http/operations.ts";
import { type Context, type JsonObject, momentOf, type Reply, type Route, written } from "../http/route.ts";
import { deedOf } from "./author.ts";
import { deleteFlows } from "./deletion.ts";
import { flowById, insertFlow, requireFlow } from "./flow-table.ts";
import { record } from "./history/history-table.ts";
import { requireOwnLock } from "./locks.ts";
import { operation, presentFlow, writtenFlows } from "./presentation.ts";
import { refuseTakenName, renameFlow, requireGoodName } from "./rename.ts";
import { refuseOtherWords } from "./system-flows.ts";

export const flowRoutes: readonly Route[] = [
  route("postFlows", create, "architect:flow:add", { ownRequired: true }),
  route("getFlow", read, "architect:flow:view", { still: true }),
  route("putFlow", change, "architect:flow:edit", { ownRequired: true }),
  route("deleteFlow", remove, "architect:flow:delete"),
  route("deleteFlows", removeTogether, "architect:flow:delete"),
];

function create(context: Context): Reply {
  const { store, directory, clock } = context;
  const body = bodyObject(context.body);
  const { name } = body;
  requireGoodName(name);
  const type = typeof body["type"] === "string" ? flowTypeOfApi(body["type"])?.type : undefined;
  if (!type)
    throw badRequest("Failed to validate flow due to missing type.", "architect.flow.validate.failed.missing.type");
  refuseTakenName(store, type, name);
  const home = directory.named("division", "Home")[0];
  const id = insertFlow(store, {
    type,
    name,
    description: descriptionIn(body),
    divisionId: divisionIn(context, body) ?? home?.id,
    now: clock.now(),
  });
  record(store, id, "CREATE", deedOf(context));
  return { body: presentFlow(context, requireFlow(store, id)) };
}

/**
 * Reads a flow. A deleted flow is returned only with `deleted=true`; otherwise the status is 410
 * (reference/platform-api.md §0 rule 7, `architect.flow.deleted`).
 */
function read(context: Context): Reply {
  const flow = requireFlow(context.store, context.params["flowId"], {
    deletedToo: context.query.flag("deleted"),
    at: momentOf(context),
  });
  const [json] = writtenFlows(context, [flow]);
  return written(json as Buffer);
}

/** Changes name, description and division immediately, even for published flows. The type cannot change. */
function change(context: Context): Reply {
  const { store } = context;
  const flow = requireFlow(store, context.params["flowId"]);
  const deed = deedOf(context);
  requireOwnLock(flow, deed.author);
  const body = bodyObject(context.body);
  const { name } = body;
  requireGoodName(name);
  refuseOtherWords(store, flow, { name, description: body["description"] });
  const divisionId = divisionIn(context, body);
  const more = { description: descriptionIn(body) ?? null, ...(divisionId ? { divisionId } : {}) };
  renameFlow(store, flow, { name, more, ...deed });
  return { body: presentFlow(context, requireFlow(store, flow.id)) };
}

function remove(context: Context): Reply {
  deleteFlows(context, [requireFlow(context.store, context.params["flowId"])], deedOf(context));
  return { status: 204 };
}

/** Deletes several flows: all of them or none (assumed). Ignores flows that are already deleted. */
function removeTogether(context: Context): Reply {
  const { store, query } = context;
  const ids = query.all("id");
  if (ids.length === 0) throw missingParameter("id");
  const flows = [...new Set(ids)].flatMap((id) => flowById(store, id) ?? []).filter((flow) => !flow.deleted);
  const deed = deedOf(context);
  deleteFlows(context, flows, deed);
  return { body: operation(store, { action: "DELETE", author: deed.author }) };
}

function descriptionIn(body: JsonObject): string | undefined {
  return typeof body["description"] === "string" ? body["description"] : undefined;
}

function divisionIn({ directory }: Context, body: JsonObject): string | undefined {
  const division = body["division"] as { id?: unknown } | null | undefined;
  if (typeof division?.id !== "string") return undefined;
  if (directory.get("division", division.id)) return division.id;
  const message = "Failed to validate object due to invalid field value.";
  const details = [{ fieldName: "division", entityId: division.id }];
  throw badRequest(message, "architect.object.validate.failed.value", details);
}
