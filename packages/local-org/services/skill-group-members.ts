import type { JsonObject } from "../http/route.ts";
import { readPart } from "../resources/parts.ts";
import { ALL_DIVISIONS, findResource, listResources, type Resource } from "../resources/resource-table.ts";
import type { Store } from "../store/store.ts";
import { abilitiesOf } from "./users/abilities.ts";

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

/** Where a group's divisions are kept, besides its own. */
export const divisionsAddress = ({ id }: Pick<Resource, "id">) => ({ kind: "skillGroup", id, part: "divisions" });

/** Divisions whose people may be in the group: its own at any rate, since the vendor's client never takes that one away. */
export function divisionsOf(store: Store, group: Resource): string[] {
  const added = readPart<string[]>(store, divisionsAddress(group)) ?? [];
  const all = added.includes(ALL_DIVISIONS) ? listResources(store, "division").map(({ id }) => id) : added;
  return [...new Set([group.divisionId as string, ...all])];
}

/**
 * The active users in the divisions of a skill group who meet all of its conditions; nobody without conditions. Who has a skill
 * and how well is what the vendor's test of the provider counts; that conditions next to each other must all be met is assumed.
 */
export function skillGroupMembers(store: Store, group: Resource): Resource[] {
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

/** Ids of the members of a group of people or of a skill group. */
export function groupMembers(store: Store, id: string): string[] {
  const skillGroup = findResource(store, "skillGroup", id);
  if (skillGroup) return skillGroupMembers(store, skillGroup).map((member) => member.id);
  return (findResource(store, "group", id)?.document["members"] ?? []) as string[];
}

type Proficiencies = Readonly<Record<"skills" | "languages", ReadonlyMap<string, number>>>;

/** By lower-case name. */
function proficiencies(store: Store, userId: string): Proficiencies {
  const { skills, languages } = abilitiesOf(store, userId);
  const named = (list: readonly JsonObject[]) =>
    new Map(list.map(({ name, proficiency }) => [String(name).toLowerCase(), Number(proficiency)]));
  return { skills: named(skills), languages: named(languages) };
}

function meetsAll(conditions: readonly Condition[], has: Proficiencies): boolean {
  return conditions.every((condition) => meets(condition ?? {}, has));
}

/** An `And` of nothing holds (the vendor's test has one as a child); so does an `Or` of nothing, which is assumed. */
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
