import { type FlowType, flowTypeOfApi } from "@genesys-flows/architect";
import { ApiError } from "../http/apiError.ts";
import { bodyObject } from "../http/body.ts";
import type { Context, JsonObject, Reply, Route } from "../http/types.ts";
import { authorOf } from "./author.ts";
import { deleteFlows } from "./deletion.ts";
import { flowById, flowByName, insertFlow, requireFlow, updateFlow } from "./flowTable.ts";
import { requireOwnLock } from "./locks.ts";
import { operation } from "./operations.ts";
import { presentFlow } from "./presentation.ts";
import { nameProblems } from "./validation/names.ts";

/** One flow: create, read, rename and describe, delete. */
export const flowRoutes: readonly Route[] = [
  { method: "POST", path: "/api/v2/flows", operation: "postFlows", permission: "architect:flow:add", handler: create },
  {
    method: "GET",
    path: "/api/v2/flows/{flowId}",
    operation: "getFlow",
    permission: "architect:flow:view",
    handler: read,
  },
  {
    method: "PUT",
    path: "/api/v2/flows/{flowId}",
    operation: "putFlow",
    permission: "architect:flow:edit",
    handler: change,
  },
  {
    method: "DELETE",
    path: "/api/v2/flows/{flowId}",
    operation: "deleteFlow",
    permission: "architect:flow:delete",
    handler: remove,
  },
  {
    method: "DELETE",
    path: "/api/v2/flows",
    operation: "deleteFlows",
    permission: "architect:flow:delete",
    handler: removeTogether,
  },
];

function create(context: Context): Reply {
  const { store, directory, clock } = context;
  const body = bodyObject(context.body);
  const name = validName(body);
  const type = typeof body["type"] === "string" ? flowTypeOfApi(body["type"])?.type : undefined;
  if (!type)
    throw new ApiError(
      400,
      "architect.flow.validate.failed.missing.type",
      "Failed to validate flow due to missing type.",
    );
  refuseTakenName(context, type, name);
  const home = directory.named("division", "Home")[0];
  const id = insertFlow(store, {
    type,
    name,
    description: descriptionIn(body),
    divisionId: divisionIn(context, body) ?? home?.id,
    now: clock.now(),
  });
  return { body: presentFlow(context, requireFlow(store, id)) };
}

/** Deleted flows are there for `deleted=true` only; otherwise 404 (reference/platform-api.md §0 rule 7). */
function read(context: Context): Reply {
  const flow = requireFlow(context.store, context.params["flowId"], { deletedToo: context.query.flag("deleted") });
  return { body: presentFlow(context, flow) };
}

/** Changes name and description at once, for published flows too; the type cannot change. */
function change(context: Context): Reply {
  const { store, caller, clock } = context;
  const flow = requireFlow(store, context.params["flowId"]);
  requireOwnLock(flow, authorOf(caller));
  const body = bodyObject(context.body);
  const name = validName(body);
  refuseTakenName(context, flow.type, name, flow.id);
  const divisionId = divisionIn(context, body);
  updateFlow(
    store,
    flow.id,
    { name, description: descriptionIn(body) ?? null, ...(divisionId ? { divisionId } : {}) },
    clock.now(),
  );
  return { body: presentFlow(context, requireFlow(store, flow.id)) };
}

function remove(context: Context): Reply {
  deleteFlows(context, [requireFlow(context.store, context.params["flowId"])]);
  return { status: 204 };
}

/** Several flows at once, all or none (assumed); what is gone already counts as deleted. */
function removeTogether(context: Context): Reply {
  const { store, query } = context;
  const ids = query.all("id");
  if (ids.length === 0)
    throw new ApiError(400, "architect.query.parameter.missing", "A required query parameter is missing or empty.", {
      details: [{ fieldName: "id" }],
    });
  const present = [...new Set(ids)].map((id) => flowById(store, id)).filter((flow) => flow !== undefined);
  deleteFlows(
    context,
    present.filter((flow) => !flow.deleted),
  );
  return { body: operation(store, { action: "DELETE", author: authorOf(context.caller) }) };
}

function validName(body: JsonObject): string {
  const name = body["name"];
  if (typeof name !== "string" || name.trim() === "")
    throw new ApiError(
      400,
      "architect.flow.validate.failed.missing.name",
      "Failed to validate flow due to missing name.",
    );
  const problem = nameProblems(name)[0];
  if (problem) throw new ApiError(400, problem.code, problem.message, { details: [{ fieldName: "name" }] });
  return name;
}

function refuseTakenName({ store }: Context, type: FlowType, name: string, except?: string): void {
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

function descriptionIn(body: JsonObject): string | undefined {
  return typeof body["description"] === "string" ? body["description"] : undefined;
}

function divisionIn({ directory }: Context, body: JsonObject): string | undefined {
  const division = body["division"] as { id?: unknown } | null | undefined;
  if (typeof division?.id !== "string") return undefined;
  if (directory.get("division", division.id)) return division.id;
  throw new ApiError(
    400,
    "architect.object.validate.failed.value",
    "Failed to validate object due to invalid field value.",
    {
      details: [{ fieldName: "division", entityId: division.id }],
    },
  );
}
