import { badRequest } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { route } from "../http/operations.ts";
import { cursorPage } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { readPart, savePart } from "../resources/parts.ts";
import { createPlain, datesOf, requested } from "../resources/plain-actions.ts";
import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { shown } from "../resources/plain-routes.ts";
import { plainService } from "../resources/plain-service.ts";
import { ALL_DIVISIONS, findResource, listResources, type Resource } from "../resources/resource-table.ts";
import type { Store } from "../store/store.ts";
import { abilitiesOf } from "./users/abilities.ts";
import { user } from "./users/user.ts";

/** One step of a skill group's conditions (`SkillGroupCondition` of the vendor's SDK). */
interface Condition {
  readonly routingSkillConditions?: readonly Comparison[] | null;
  readonly languageSkillConditions?: readonly Comparison[] | null;
  readonly operation?: string;
}

interface Comparison {
  /** Name of a skill or of a language skill. */
  readonly routingSkill?: string;
  readonly languageSkill?: string;
  readonly comparator?: string;
  readonly proficiency?: number;
  readonly childConditions?: readonly Condition[] | null;
}

const COMPARATORS: Readonly<Record<string, (has: number, wanted: number) => boolean>> = {
  greaterthan: (has, wanted) => has > wanted,
  greaterthanorequalto: (has, wanted) => has >= wanted,
  lessthan: (has, wanted) => has < wanted,
  lessthanorequalto: (has, wanted) => has <= wanted,
  equalto: (has, wanted) => has === wanted,
  notequalto: (has, wanted) => has !== wanted,
};

/** The address of a group's additional divisions in the store. */
const divisionsAddress = ({ id }: Pick<Resource, "id">) => ({ kind: "skillGroup", id, part: "divisions" });

/**
 * Divisions whose users may be in the group. Always includes the group's own division, because the vendor's client
 * never removes it.
 */
function divisionsOf(store: Store, group: Resource): string[] {
  const added = readPart<string[]>(store, divisionsAddress(group)) ?? [];
  const all = added.includes(ALL_DIVISIONS) ? listResources(store, "division").map(({ id }) => id) : added;
  return [...new Set([group.divisionId as string, ...all])];
}

/**
 * The active users in the divisions of a skill group who meet all of its conditions. A group without conditions has no
 * members. The vendor's test of the provider counts by skill and proficiency. It is assumed that all conditions in a
 * list must be met.
 */
function skillGroupMembers(store: Store, group: Resource): Resource[] {
  const conditions = group.document["skillConditions"];
  if (!Array.isArray(conditions) || conditions.length === 0) return [];
  const divisions = new Set(divisionsOf(store, group));
  return listResources(store, "user").filter(
    (user) =>
      divisions.has(user.divisionId as string) &&
      (user.document["state"] ?? "active") === "active" &&
      meetsAll(conditions as Condition[], proficiencies(store, user.id)),
  );
}

/** Ids of the members of a group or of a skill group. */
export function groupMembers(store: Store, id: string): string[] {
  const skillGroup = findResource(store, "skillGroup", id);
  if (skillGroup) return skillGroupMembers(store, skillGroup).map((member) => member.id);
  return (findResource(store, "group", id)?.document["members"] ?? []) as string[];
}

type Proficiencies = Readonly<Record<"skills" | "languages", ReadonlyMap<string, number>>>;

/** Proficiencies by lower-case name. */
function proficiencies(store: Store, userId: string): Proficiencies {
  const { skills, languages } = abilitiesOf(store, userId);
  const named = (list: readonly JsonObject[]) =>
    new Map(list.map(({ name, proficiency }) => [String(name).toLowerCase(), Number(proficiency)]));
  return { skills: named(skills), languages: named(languages) };
}

function meetsAll(conditions: readonly Condition[], has: Proficiencies): boolean {
  return conditions.every((condition) => meets(condition ?? {}, has));
}

/**
 * Whether a user meets a condition. Every user meets an empty `And` (the vendor's test has one as a child). It is
 * assumed that the same applies to an empty `Or`.
 */
function meets({ routingSkillConditions, languageSkillConditions, operation }: Condition, has: Proficiencies): boolean {
  const results = [
    ...(routingSkillConditions ?? []).map((one) => holds(one, one.routingSkill, has.skills, has)),
    ...(languageSkillConditions ?? []).map((one) => holds(one, one.languageSkill, has.languages, has)),
  ];
  if (results.length === 0) return true;
  const word = String(operation ?? "And").toLowerCase();
  if (word === "not") return !results.some(Boolean);
  return word === "or" ? results.some(Boolean) : results.every(Boolean);
}

function holds(
  { comparator, proficiency = 0, childConditions }: Comparison,
  name: string | undefined,
  of: ReadonlyMap<string, number>,
  has: Proficiencies,
): boolean {
  const level = of.get(String(name).toLowerCase());
  const compare = COMPARATORS[String(comparator ?? "").toLowerCase()];
  return level !== undefined && compare?.(level, proficiency) === true && meetsAll(childConditions ?? [], has);
}

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
  // Listings omit conditions and member divisions (`SkillGroupDefinition` in the vendor's SDK).
  present: (group, { store }) => ({
    memberCount: skillGroupMembers(store, group).length,
    ...datesOf(group),
    skillConditions: undefined,
    memberDivisions: undefined,
  }),
  shown: (entity, { document }, _, by) =>
    by === "list" ? entity : { ...entity, skillConditions: document["skillConditions"] ?? [] },
};

/** `POST …/skillgroups`: the body may contain its divisions (`SkillGroupWithMemberDivisions`). */
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

/** `GET …/members`: lists members and their names with cursors (`UserReferenceWithName`). */
function listMembers(context: Context): Reply {
  const members = skillGroupMembers(context.store, requested(skillGroup, context));
  return { body: cursorPage(members, context, ({ id, name }) => ({ id, name, selfUri: `${user.path}/${id}` })) };
}

/** `GET /users/{userId}/skillgroups`: lists the user's groups with cursors. @throws ApiError 404 */
function listOfUser(context: Context): Reply {
  const { id } = requested(user, context);
  const groups = listResources(context.store, skillGroup.kind).filter((group) =>
    skillGroupMembers(context.store, group).some((member) => member.id === id),
  );
  return { body: cursorPage(groups, context, (group) => shown(skillGroup, context, group, "get")) };
}

const { permission } = skillGroup;

/** Skill groups, with their conditions, divisions and members. */
export const skillGroups = plainService("skillGroups", [skillGroup], {
  routes: [
    route("postRoutingSkillgroups", create, `${permission}:add`, { ownRequired: true }),
    route("getRoutingSkillgroupMembers", listMembers, `${permission}:view`),
    route("getUserSkillgroups", listOfUser, `${permission}:view`),
    route("getRoutingSkillgroupMembersDivisions", listDivisions, `${permission}:view`),
    route("postRoutingSkillgroupMembersDivisions", changeDivisions, `${permission}:edit`),
  ],
});
