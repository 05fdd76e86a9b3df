import { ApiError, badRequest } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { cursorAt, positionOf } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { presentPlain } from "../resources/plain-actions.ts";
import { type PlainResource, scopeOf, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import { listResources, nameKey, type Resource } from "../resources/resource-table.ts";
import type { Service } from "../service.ts";

const worktype: PlainResource = {
  kind: "worktype",
  type: "WORKTYPE",
  path: "/api/v2/taskmanagement/worktypes",
  idParam: "worktypeId",
  operations: { get: "getTaskmanagementWorktype" },
  permission: "workitems:worktype",
  divisioned: true,
  required: ["name"],
  missing: unknownId,
  present: ({ created, modified }) => ({
    dateCreated: new Date(created).toISOString(),
    dateModified: new Date(modified).toISOString(),
  }),
};

/**
 * `POST /api/v2/taskmanagement/worktypes/query`: all of them, or those with a name, by cursors. The vendor's Terraform
 * provider asks without filters, or by `{name: "name", type: "String", operator: "EQ", values: [name]}`.
 */
function query(context: Context): Reply {
  const body = bodyObject(context.body);
  const { pageSize = 25, after, filters = [] } = body;
  if (typeof pageSize !== "number" || !Number.isInteger(pageSize) || pageSize < 1)
    throw badRequest("pageSize must be a number from 1.");
  if (!Array.isArray(filters)) throw badRequest("filters must be a list.");
  const found = listResources(context.store, worktype.kind).filter((resource) =>
    filters.every((filter: JsonObject) => passes(resource, filter)),
  );
  const start = positionOf(typeof after === "string" ? after : undefined, "after");
  const until = start + pageSize;
  const entities = found.slice(start, until).map((resource) => presentPlain(worktype, scopeOf(context), resource));
  return { body: { entities, count: entities.length, ...(until < found.length && { after: cursorAt(until) }) } };
}

function passes({ name }: Resource, filter: JsonObject): boolean {
  const values = Array.isArray(filter["values"]) ? filter["values"].map((value) => nameKey(String(value))) : [];
  if (filter["name"] === "name" && ["EQ", "IN"].includes(String(filter["operator"])))
    return values.includes(nameKey(name));
  throw new ApiError(
    501,
    "local.not.implemented",
    `The embedded organisation can filter worktypes only by name (EQ, IN), not by ${String(filter["name"])} ${String(filter["operator"])}.`,
  );
}

/** Worktypes, by name alone: what a work item flow works on. */
export const worktypes: Service = {
  name: "worktypes",
  ...plainService(
    [worktype],
    [
      {
        method: "POST",
        path: `${worktype.path}/query`,
        operation: "postTaskmanagementWorktypesQuery",
        permission: "workitems:worktype:view",
        handler: query,
      },
    ],
  ),
  seed: (context) => seedPlain(context, worktype, context.seed.worktypes),
};
