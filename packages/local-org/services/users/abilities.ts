import { badRequest, notFound } from "../../http/api-error.ts";
import { bodyArray } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { readPart, savePart } from "../../resources/parts.ts";
import { requested } from "../../resources/plain-actions.ts";
import { findResource } from "../../resources/resource-table.ts";
import type { Store } from "../../store/store.ts";
import { language, skill } from "../skills.ts";
import { user } from "./user.ts";

interface Ability {
  readonly id: string;
  readonly proficiency: number;
}

/** Kinds of abilities, by their names in the directory: a user's `skills` are at `…/routingskills/{skillId}`. */
const KINDS = { skill, language } as const;

type AbilityKind = keyof typeof KINDS;

/** The bulk operations' limit, according to the vendor's provider. */
const MAX_AT_ONCE = 50;

/** Skills and languages of a user, as shown with `expand`. */
export function abilitiesOf(store: Store, userId: string): Record<"skills" | "languages", JsonObject[]> {
  return { skills: shown(store, userId, "skill"), languages: shown(store, userId, "language") };
}

const address = (id: string, of: AbilityKind) => ({ kind: user.kind, id, part: `${of}s` });

/** The abilities of a user that still exist. */
function stored(store: Store, userId: string, of: AbilityKind): Ability[] {
  const abilities = readPart<Ability[]>(store, address(userId, of)) ?? [];
  return abilities.filter(({ id }) => findResource(store, of, id));
}

function shown(store: Store, userId: string, of: AbilityKind): JsonObject[] {
  return stored(store, userId, of).map(({ id, proficiency }) => ({
    id,
    name: findResource(store, of, id)?.name,
    proficiency,
    state: "active",
    [`${of}Uri`]: `${KINDS[of].path}/${id}`,
    selfUri: `${user.path}/${userId}/routing${of}s/${id}`,
  }));
}

/** @throws ApiError 400 for too many abilities or for one that does not exist */
function posted({ body, store }: Context, of: AbilityKind): Ability[] {
  const entries = bodyArray(body) as (JsonObject | null)[];
  if (entries.length > MAX_AT_ONCE) throw badRequest(`A request can contain at most ${MAX_AT_ONCE} ${of}s.`);
  return entries.map((entry) => {
    const id = String(entry?.["id"]);
    if (!findResource(store, of, id)) {
      throw badRequest(`There is no ${of} with the id '${id}'.`, "bad.request", [
        { errorCode: "not.found", fieldName: "id", entityId: id },
      ]);
    }
    const proficiency = entry?.["proficiency"];
    return { id, proficiency: typeof proficiency === "number" ? proficiency : 0 };
  });
}

function routesFor(of: AbilityKind): Route[] {
  const userOf = (context: Context): string => requested(user, context).id;
  const listed = (context: Context, id: string): Reply => ({ body: page(shown(context.store, id, of), context) });
  const mayEdit = `routing:${of}:assign`;
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
    const rest = present.filter((ability) => ability.id !== context.params[`${of}Id`]);
    if (rest.length === present.length) throw notFound();
    savePart(context.store, address(id, of), rest);
    return { status: 204 };
  };
  return [
    route(`getUserRouting${of}s`, (context) => listed(context, userOf(context))),
    route(`patchUserRouting${of}sBulk`, changeSeveral, mayEdit),
    route(`deleteUserRouting${of}`, remove, mayEdit),
  ];
}

export const abilityRoutes: readonly Route[] = (["skill", "language"] as const).flatMap(routesFor);
