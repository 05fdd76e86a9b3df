import { badRequest, notSupported } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { route } from "../http/operations.ts";
import { cursorAt, positionOf } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { datesOf, presentPlain } from "../resources/plain-actions.ts";
import { conflicting, dependedOn, type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { plainService } from "../resources/plain-service.ts";
import { listResources, nameKey, type Resource } from "../resources/resource-table.ts";

/** Properties that are posted as ids and read as objects (`WorktypeCreate`, `Worktype` of the vendor's SDK). */
const POSTED_AS_IDS = ["Workbin", "Status", "Queue", "Language", "Script"].map((word) => `default${word}`);

function complete({ schemaId, schemaVersion: _, divisionId: __, defaultSkillIds, ...posted }: JsonObject): JsonObject {
  const { disableDefaultStatusCreation: ___, ...rest } = posted;
  const document: JsonObject = { ...rest };
  for (const field of POSTED_AS_IDS) {
    const id = posted[`${field}Id`];
    delete document[`${field}Id`];
    if (typeof id === "string" && id !== "") document[field] = { id };
  }
  if (Array.isArray(defaultSkillIds)) document["defaultSkills"] = defaultSkillIds.map((id) => ({ id }));
  if (typeof schemaId === "string") document["schema"] = { id: schemaId };
  return document;
}

const worktype: PlainResource = {
  kind: "worktype",
  type: "WORKTYPE",
  path: "/api/v2/taskmanagement/worktypes",
  operations: ["create", "get", "patch", "remove"],
  seed: { list: "worktypes" },
  permission: "workitems:worktype",
  divisioned: true,
  divisionById: true,
  required: ["name"],
  nameTaken: conflicting("A worktype with the name '{name}' already exists."),
  missing: unknownId,
  inUse: dependedOn,
  complete,
  references: {
    defaultQueue: "queue",
    defaultLanguage: "language",
    "defaultSkills[]": "skill",
    defaultScript: { kind: "script", unknown: "accepted" },
  },
  present: datesOf,
};

/**
 * `POST /api/v2/taskmanagement/worktypes/query`: lists all worktypes, or only worktypes with a given name, with
 * cursors. The vendor's Terraform provider queries without filters, or with `{name: "name", type: "String", operator:
 * "EQ", values: [name]}`.
 */
function query(context: Context): Reply {
  const body = bodyObject(context.body);
  const { pageSize = 25, after, filters = [] } = body;
  if (typeof pageSize !== "number" || !Number.isInteger(pageSize) || pageSize < 1)
    throw badRequest("pageSize must be a number of at least 1.");
  if (!Array.isArray(filters)) throw badRequest("filters must be a list.");
  const found = listResources(context.store, worktype.kind).filter((resource) =>
    filters.every((filter: JsonObject) => passes(resource, filter)),
  );
  const start = positionOf(typeof after === "string" ? after : undefined, "after");
  const until = start + pageSize;
  const entities = found.slice(start, until).map((resource) => presentPlain(worktype, context, resource));
  return { body: { entities, count: entities.length, ...(until < found.length && { after: cursorAt(until) }) } };
}

function passes({ name }: Resource, filter: JsonObject): boolean {
  const values = Array.isArray(filter["values"]) ? filter["values"].map((value) => nameKey(String(value))) : [];
  if (filter["name"] === "name" && ["EQ", "IN"].includes(String(filter["operator"])))
    return values.includes(nameKey(name));
  throw notSupported(
    `The embedded organisation can filter worktypes only by name (EQ, IN), not by ${String(filter["name"])} ${String(filter["operator"])}.`,
  );
}

/** Worktypes, which work item flows use, without their statuses and rules. */
export const worktypes = plainService("worktypes", [worktype], {
  routes: [route("postTaskmanagementWorktypesQuery", query, "workitems:worktype:view")],
});
