import { badRequest, notFound } from "../../http/api-error.ts";
import { bodyArray } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { readPart, savePart } from "../../resources/parts.ts";
import { requested } from "../../resources/plain-actions.ts";
import { findResource } from "../../resources/resource-table.ts";
import type { Store } from "../../store/store.ts";
import { user } from "./user.ts";

/** What a user can, and how well. */
interface Ability {
  readonly id: string;
  readonly proficiency: number;
}

interface AbilityKind {
  /** Name in the directory, and field of a user. */
  readonly kind: "skill" | "language";
  readonly field: "skills" | "languages";
  /** Last word of the path. */
  readonly word: "routingskills" | "routinglanguages";
  readonly param: "skillId" | "languageId";
  /** Part of the operations' names. */
  readonly operation: "Routingskill" | "Routinglanguage";
  readonly uri: "skillUri" | "languageUri";
  /** Where the things themselves are. */
  readonly things: string;
}

const KINDS: readonly AbilityKind[] = [
  {
    ...{ kind: "skill", field: "skills", word: "routingskills", param: "skillId" },
    ...{ operation: "Routingskill", uri: "skillUri", things: "/api/v2/routing/skills" },
  },
  {
    ...{ kind: "language", field: "languages", word: "routinglanguages", param: "languageId" },
    ...{ operation: "Routinglanguage", uri: "languageUri", things: "/api/v2/routing/languages" },
  },
];

/** The bulk operations take so many at once, says the vendor's provider. */
const MAX_AT_ONCE = 50;

/** Skills and languages of a user, as `expand` shows them. */
export function abilitiesOf(store: Store, userId: string): Record<"skills" | "languages", JsonObject[]> {
  const [skills, languages] = KINDS.map((kind) => shown(store, userId, kind));
  return { skills: skills ?? [], languages: languages ?? [] };
}

const address = (id: string, { field }: AbilityKind) => ({ kind: user.kind, id, part: field });

/** Those that still exist. */
function stored(store: Store, userId: string, of: AbilityKind): Ability[] {
  const abilities = readPart<Ability[]>(store, address(userId, of)) ?? [];
  return abilities.filter(({ id }) => findResource(store, of.kind, id));
}

function shown(store: Store, userId: string, of: AbilityKind): JsonObject[] {
  return stored(store, userId, of).map(({ id, proficiency }) => ({
    id,
    name: findResource(store, of.kind, id)?.name,
    proficiency,
    state: "active",
    [of.uri]: `${of.things}/${id}`,
    selfUri: `${user.path}/${userId}/${of.word}/${id}`,
  }));
}

/** @throws ApiError 400 for more than may come at once, or one that does not exist */
function posted({ body, store }: Context, of: AbilityKind): Ability[] {
  const entries = bodyArray(body) as (JsonObject | null)[];
  if (entries.length > MAX_AT_ONCE) throw badRequest(`A request names at most ${MAX_AT_ONCE} ${of.field}.`);
  return entries.map((entry) => {
    const id = String(entry?.["id"]);
    if (!findResource(store, of.kind, id)) {
      throw badRequest(`There is no ${of.kind} with the id '${id}'.`, "bad.request", [
        { errorCode: "not.found", fieldName: "id", entityId: id },
      ]);
    }
    const proficiency = entry?.["proficiency"];
    return { id, proficiency: typeof proficiency === "number" ? proficiency : 0 };
  });
}
function routesOf(of: AbilityKind): Route[] {
  const userOf = (context: Context): string => requested(user, context).id;
  const listed = (context: Context, id: string): Reply => ({ body: page(shown(context.store, id, of), context) });
  const mayEdit = `routing:${of.kind}:assign`;
  const changeSeveral = (context: Context): Reply => {
    const id = userOf(context);
    const changed = new Map(stored(context.store, id, of).map((ability) => [ability.id, ability]));
    for (const ability of posted(context, of)) changed.set(ability.id, ability);
    savePart(context.store, address(id, of), [...changed.values()]);
    return listed(context, id);
  };
  const remove = (context: Context): Reply => {
    const id = userOf(context);
    const present = stored(context.store, id, of);
    const rest = present.filter((ability) => ability.id !== context.params[of.param]);
    if (rest.length === present.length) throw notFound();
    savePart(context.store, address(id, of), rest);
    return { status: 204 };
  };
  return [
    route(`getUser${of.operation}s`, (context) => listed(context, userOf(context))),
    route(`patchUser${of.operation}sBulk`, changeSeveral, mayEdit),
    route(`deleteUser${of.operation}`, remove, mayEdit),
  ];
}

/** Skills and languages of users. */
export const abilityRoutes: readonly Route[] = KINDS.flatMap(routesOf);
