import { badRequest } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { readPart, savePart } from "../resources/parts.ts";
import { createPlain, patchPlain, presentPlain, readPlain } from "../resources/plain-actions.ts";
import { type PlainResource, type ResourceScope, scopeOf, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import { ALL_DIVISIONS, listResources, type Resource } from "../resources/resource-table.ts";
import type { Service } from "../service.ts";

const skillGroup: PlainResource = {
  kind: "skillGroup",
  type: "SKILLGROUP",
  path: "/api/v2/routing/skillgroups",
  idParam: "skillGroupId",
  operations: { list: "getRoutingSkillgroups", remove: "deleteRoutingSkillgroup" },
  permission: "routing:skillGroup",
  divisioned: true,
  required: ["name"],
  missing: unknownId,
  nameSearch: "start",
  paging: "cursor",
  // Conditions and member divisions do not come with a listing (`SkillGroupDefinition` in the vendor's SDK).
  present: ({ created, modified }) => ({
    memberCount: 0,
    dateCreated: new Date(created).toISOString(),
    dateModified: new Date(modified).toISOString(),
    skillConditions: undefined,
    memberDivisions: undefined,
  }),
};

const groupOf = (context: Context): Resource =>
  readPlain(skillGroup, scopeOf(context), context.params["skillGroupId"] as string);

/** A single one, with its conditions. */
function present(scope: ResourceScope, group: Resource): JsonObject {
  return { ...presentPlain(skillGroup, scope, group), skillConditions: group.document["skillConditions"] ?? [] };
}

/** `POST …/skillgroups`: its divisions may come with it (`SkillGroupWithMemberDivisions`). */
function create(context: Context): Reply {
  const scope = scopeOf(context);
  const { memberDivisions, ...body } = bodyObject(context.body);
  const group = createPlain(skillGroup, scope, body);
  const wanted = Array.isArray(memberDivisions) ? memberDivisions.map(String) : [];
  saveDivisions(context, group, wanted);
  return { body: { ...present(scope, group), ...(memberDivisions ? { memberDivisions: wanted } : {}) } };
}

function read(context: Context): Reply {
  return { body: present(scopeOf(context), groupOf(context)) };
}

function change(context: Context): Reply {
  const scope = scopeOf(context);
  return { body: present(scope, patchPlain(skillGroup, scope, groupOf(context).id, bodyObject(context.body))) };
}

const address = ({ id }: Resource) => ({ kind: skillGroup.kind, id, part: "divisions" });

/** Divisions whose people may be in the group: its own at any rate, since the vendor's client never takes that one away. */
function divisionsOf({ store }: Context, group: Resource): string[] {
  const added = readPart<string[]>(store, address(group)) ?? [];
  const all = added.includes(ALL_DIVISIONS) ? listResources(store, "division").map(({ id }) => id) : added;
  return [...new Set([group.divisionId as string, ...all])];
}

/** @throws ApiError 400 for an unknown division */
function saveDivisions(context: Context, group: Resource, divisions: readonly string[]): void {
  const unknown = divisions.filter((id) => id !== ALL_DIVISIONS && !context.directory.get("division", id));
  if (unknown.length > 0) {
    const details = unknown.map((entityId) => ({ errorCode: "not.found", fieldName: "addDivisionIds", entityId }));
    throw badRequest(`There is no division with the id '${unknown.join("', '")}'.`, "bad.request", details);
  }
  savePart(context.store, address(group), [...new Set(divisions)]);
}

function listDivisions(context: Context): Reply {
  const entities = divisionsOf(context, groupOf(context)).flatMap((id) => {
    const division = context.directory.get("division", id);
    return division ? [{ id, name: division.name, selfUri: `/api/v2/authorization/divisions/${id}` }] : [];
  });
  return { body: { entities } };
}

/** `POST …/members/divisions` `{addDivisionIds, removeDivisionIds}`. */
function changeDivisions(context: Context): Reply {
  const group = groupOf(context);
  const { addDivisionIds, removeDivisionIds } = bodyObject(context.body);
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const gone = new Set(texts(removeDivisionIds));
  const present = (readPart<string[]>(context.store, address(group)) ?? []).flatMap((id) =>
    id === ALL_DIVISIONS && gone.size > 0 ? divisionsOf(context, group) : [id],
  );
  saveDivisions(context, group, [...present.filter((id) => !gone.has(id)), ...texts(addDivisionIds)]);
  return { status: 204 };
}

const { path } = skillGroup;
const one = `${path}/{skillGroupId}`;
const divisions = `${one}/members/divisions`;
const may = (verb: string) => ({ permission: `routing:skillGroup:${verb}` });

/** Skill groups with their conditions and divisions: who meets the conditions is not worked out. */
export const skillGroups: Service = {
  name: "skillGroups",
  ...plainService(
    [skillGroup],
    [
      { method: "POST", path, operation: "postRoutingSkillgroups", ...may("add"), ownRequired: true, handler: create },
      { method: "GET", path: one, operation: "getRoutingSkillgroup", ...may("view"), handler: read },
      {
        method: "PATCH",
        path: one,
        operation: "patchRoutingSkillgroup",
        ...may("edit"),
        ownRequired: true,
        handler: change,
      },
      {
        method: "GET",
        path: divisions,
        operation: "getRoutingSkillgroupMembersDivisions",
        ...may("view"),
        handler: listDivisions,
      },
      {
        method: "POST",
        path: divisions,
        operation: "postRoutingSkillgroupMembersDivisions",
        ...may("edit"),
        handler: changeDivisions,
      },
    ],
  ),
  seed: (context) => seedPlain(context, skillGroup, context.seed.skillGroups),
};
