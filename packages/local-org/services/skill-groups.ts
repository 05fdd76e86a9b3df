import { badRequest } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { cursorPage } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { readPart, savePart } from "../resources/parts.ts";
import { createPlain, patchPlain, presentPlain, readPlain } from "../resources/plain-actions.ts";
import { type PlainResource, type ResourceScope, scopeOf, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import { ALL_DIVISIONS, listResources, type Resource } from "../resources/resource-table.ts";
import type { Service } from "../service.ts";
import { divisionsAddress, divisionsOf, skillGroupMembers } from "./skill-group-members.ts";
import { user } from "./users/user.ts";

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
  present: (group, { store }) => ({
    memberCount: skillGroupMembers(store, group).length,
    dateCreated: new Date(group.created).toISOString(),
    dateModified: new Date(group.modified).toISOString(),
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

/** @throws ApiError 400 for an unknown division */
function saveDivisions(context: Context, group: Resource, divisions: readonly string[]): void {
  const unknown = divisions.filter((id) => id !== ALL_DIVISIONS && !context.directory.get("division", id));
  if (unknown.length > 0) {
    const details = unknown.map((entityId) => ({ errorCode: "not.found", fieldName: "addDivisionIds", entityId }));
    throw badRequest(`There is no division with the id '${unknown.join("', '")}'.`, "bad.request", details);
  }
  savePart(context.store, divisionsAddress(group), [...new Set(divisions)]);
}

function listDivisions(context: Context): Reply {
  const entities = divisionsOf(context.store, groupOf(context)).flatMap((id) => {
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
  const present = (readPart<string[]>(context.store, divisionsAddress(group)) ?? []).flatMap((id) =>
    id === ALL_DIVISIONS && gone.size > 0 ? divisionsOf(context.store, group) : [id],
  );
  saveDivisions(context, group, [...present.filter((id) => !gone.has(id)), ...texts(addDivisionIds)]);
  return { status: 204 };
}

/** `GET …/members`: by cursors, each with its name (`UserReferenceWithName`). */
function listMembers(context: Context): Reply {
  const members = skillGroupMembers(context.store, groupOf(context));
  const listing = cursorPage(members, context);
  const entities = listing.entities.map(({ id, name }) => ({ id, name, selfUri: `/api/v2/users/${id}` }));
  return { body: { ...listing, entities } };
}

/** `GET /users/{userId}/skillgroups`: those that the user belongs to, by cursors. @throws ApiError 404 */
function listOfUser(context: Context): Reply {
  const { id } = readPlain(user, scopeOf(context), context.params["userId"] as string);
  const groups = listResources(context.store, skillGroup.kind).filter((group) =>
    skillGroupMembers(context.store, group).some((member) => member.id === id),
  );
  const listing = cursorPage(groups, context);
  const entities = listing.entities.map((group) => present(scopeOf(context), group));
  return { body: { ...listing, entities } };
}

const { path } = skillGroup;
const one = `${path}/{skillGroupId}`;
const divisions = `${one}/members/divisions`;
const may = (verb: string) => ({ permission: `routing:skillGroup:${verb}` });

/** Skill groups: conditions, divisions, and the people who meet them. */
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
        path: `${one}/members`,
        operation: "getRoutingSkillgroupMembers",
        ...may("view"),
        handler: listMembers,
      },
      {
        method: "GET",
        path: `${user.path}/{userId}/skillgroups`,
        operation: "getUserSkillgroups",
        ...may("view"),
        handler: listOfUser,
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
