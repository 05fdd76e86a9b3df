import { badRequest } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { route } from "../http/operations.ts";
import { cursorPage } from "../http/page.ts";
import type { Context, Reply } from "../http/route.ts";
import { readPart, savePart } from "../resources/parts.ts";
import { createPlain, datesOf, requested } from "../resources/plain-actions.ts";
import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { shown } from "../resources/plain-routes.ts";
import { plainService } from "../resources/plain-service.ts";
import { ALL_DIVISIONS, listResources, type Resource } from "../resources/resource-table.ts";
import { divisionsAddress, divisionsOf, skillGroupMembers } from "./skill-group-members.ts";
import { user } from "./users/user.ts";

const skillGroup: PlainResource = {
  kind: "skillGroup",
  type: "SKILLGROUP",
  path: "/api/v2/routing/skillgroups",
  operations: ["list", "get", "patch", "remove"],
  seed: { list: "skillGroups" },
  permission: "routing:skillGroup",
  divisioned: true,
  required: ["name"],
  missing: unknownId,
  nameSearch: "start",
  paging: "cursor",
  // Conditions and member divisions do not come with a listing (`SkillGroupDefinition` in the vendor's SDK).
  present: (group, { store }) => ({
    memberCount: skillGroupMembers(store, group).length,
    ...datesOf(group),
    skillConditions: undefined,
    memberDivisions: undefined,
  }),
  shown: (entity, { document }, _, by) =>
    by === "list" ? entity : { ...entity, skillConditions: document["skillConditions"] ?? [] },
};

/** `POST …/skillgroups`: its divisions may come with it (`SkillGroupWithMemberDivisions`). */
function create(context: Context): Reply {
  const { memberDivisions, ...body } = bodyObject(context.body);
  const group = createPlain(skillGroup, context, body);
  const wanted = textsIn(memberDivisions);
  saveDivisions(context, group, wanted);
  const entity = shown(skillGroup, context, group, "create");
  return { body: { ...entity, ...(memberDivisions ? { memberDivisions: wanted } : {}) } };
}

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

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
  const entities = divisionsOf(context.store, requested(skillGroup, context)).flatMap((id) => {
    const division = context.directory.get("division", id);
    return division ? [{ id, name: division.name, selfUri: `/api/v2/authorization/divisions/${id}` }] : [];
  });
  return { body: { entities } };
}

/** `POST …/members/divisions` `{addDivisionIds, removeDivisionIds}`. */
function changeDivisions(context: Context): Reply {
  const group = requested(skillGroup, context);
  const { addDivisionIds, removeDivisionIds } = bodyObject(context.body);
  const gone = new Set(textsIn(removeDivisionIds));
  const present = (readPart<string[]>(context.store, divisionsAddress(group)) ?? []).flatMap((id) =>
    id === ALL_DIVISIONS && gone.size > 0 ? divisionsOf(context.store, group) : [id],
  );
  saveDivisions(context, group, [...present.filter((id) => !gone.has(id)), ...textsIn(addDivisionIds)]);
  return { status: 204 };
}

/** `GET …/members`: by cursors, each with its name (`UserReferenceWithName`). */
function listMembers(context: Context): Reply {
  const members = skillGroupMembers(context.store, requested(skillGroup, context));
  return { body: cursorPage(members, context, ({ id, name }) => ({ id, name, selfUri: `${user.path}/${id}` })) };
}

/** `GET /users/{userId}/skillgroups`: those that the user belongs to, by cursors. @throws ApiError 404 */
function listOfUser(context: Context): Reply {
  const { id } = requested(user, context);
  const groups = listResources(context.store, skillGroup.kind).filter((group) =>
    skillGroupMembers(context.store, group).some((member) => member.id === id),
  );
  return { body: cursorPage(groups, context, (group) => shown(skillGroup, context, group, "get")) };
}

const { permission } = skillGroup;

/** Skill groups: conditions, divisions, and the people who meet them. */
export const skillGroups = plainService("skillGroups", [skillGroup], {
  routes: [
    route("postRoutingSkillgroups", create, `${permission}:add`, { ownRequired: true }),
    route("getRoutingSkillgroupMembers", listMembers, `${permission}:view`),
    route("getUserSkillgroups", listOfUser, `${permission}:view`),
    route("getRoutingSkillgroupMembersDivisions", listDivisions, `${permission}:view`),
    route("postRoutingSkillgroupMembersDivisions", changeDivisions, `${permission}:edit`),
  ],
});
