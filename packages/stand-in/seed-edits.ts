import type { ReferenceKind } from "@genesys-flows/architect";
import { seedListOf } from "./named-objects.ts";
import type { Seed } from "./seed.ts";

/** A seed as data: lists of named entries, and other entries. */
type SeedData = Readonly<Record<string, unknown>>;

interface Entry {
  readonly name?: unknown;
  readonly type?: unknown;
}

/**
 * Merges two seeds: keeps the entries of the first seed and adds missing entries from the second. Names are compared case-insensitively.
 * Flows are compared by name and type, and data actions of an integration by name. A DID pool is added if it does not
 * overlap with an existing pool.
 */
export function mergedSeed(first: SeedData, second: SeedData | Seed): SeedData {
  const merged: Record<string, unknown> = { ...first };
  for (const [list, entries] of Object.entries(second)) {
    const known = merged[list];
    if (!Array.isArray(entries)) merged[list] ??= entries;
    else merged[list] = withMissing(list, Array.isArray(known) ? known : [], entries);
  }
  return merged;
}

function withMissing(list: string, known: readonly Entry[], more: readonly Entry[]): readonly unknown[] {
  if (list === "didPools")
    return [...known, ...more.filter((pool) => !known.some((one) => overlap(one as Pool, pool as Pool)))];
  const merged = [...known];
  for (const entry of more) {
    const at = merged.findIndex((one) => idOf(one.name, one.type) === idOf(entry.name, entry.type));
    if (at < 0) merged.push(entry);
    else if (list === "integrations") merged[at] = withActions(merged[at] as Entry, entry);
  }
  return merged;
}

function withActions(known: Entry, more: Entry): Entry {
  const actionsOf = (one: Entry) => (one as { dataActions?: readonly Entry[] }).dataActions ?? [];
  return { ...known, dataActions: withMissing("dataActions", actionsOf(known), actionsOf(more)) } as Entry;
}

type Pool = Seed["didPools"][number];

function overlap(one: Pool, other: Pool): boolean {
  return one.start.length === other.start.length && one.start <= other.end && one.end >= other.start;
}

/** Combines several names into one lower-case key. */
function idOf(...names: unknown[]): string {
  return JSON.stringify(names.map((name) => String(name ?? "").toLowerCase()));
}

export interface NamedObject {
  readonly kind: ReferenceKind | "division";
  readonly name: string;
  /** The integration of a data action. */
  readonly category?: string;
}

/** Reduces a seed to the given objects. Names are compared case-insensitively. */
export function seedOnly(seed: Seed, objects: readonly NamedObject[]): Seed {
  const wanted = new Set(objects.map(({ kind, name, category }) => idOf(listOf(kind), category, name)));
  const left = Object.entries(seed).map(([list, entries]) => [
    list,
    list === "integrations"
      ? (entries as Seed["integrations"]).flatMap(({ name, dataActions }) => {
          const own = dataActions.filter((action) => wanted.has(idOf(list, name, action.name)));
          return own.length === 0 ? [] : [{ name, dataActions: own }];
        })
      : (entries as readonly { readonly name?: string }[]).filter(({ name }) => wanted.has(idOf(list, "", name))),
  ]);
  return Object.fromEntries(left) as Seed;
}

/** Lists for kinds of objects that have more than a name in a seed. */
const OTHER_LISTS: Partial<Record<NamedObject["kind"], keyof Seed>> = {
  dataAction: "integrations",
  division: "divisions",
  user: "users",
};

function listOf(kind: NamedObject["kind"]): keyof Seed {
  return OTHER_LISTS[kind] ?? (kind === "division" ? undefined : seedListOf(kind)) ?? "flows";
}

/** A resource that a program registers. */
export interface CreatedObject {
  /** Its type: `genesyscloud:index/routingQueue:RoutingQueue`. */
  readonly type: string;
  /** The kind under which documents name such objects. */
  readonly kind?: ReferenceKind | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Lists for resource types that have no kind of reference in documents. */
const LISTS: Readonly<Record<string, keyof Seed>> = { AuthDivision: "divisions", Flow: "flows" };

/**
 * Removes the objects that a program creates itself from a seed, because the platform refuses a second object with the
 * same name.
 */
export function withoutCreated(seed: Seed, created: readonly CreatedObject[]): Seed {
  const left: Record<string, unknown> = { ...seed };
  for (const { type, kind, inputs } of created) {
    const name = type.split(":").at(-1) ?? "";
    const list = kind === undefined ? LISTS[name] : listOf(kind);
    if (list === "integrations") left[list] = withoutAction(left[list] as Seed["integrations"], inputs);
    else if (list !== undefined)
      left[list] = (left[list] as readonly Entry[]).filter((entry) => idOf(entry.name) !== idOf(inputs["name"]));
    if (name === "TelephonyProvidersEdgesDidPool") {
      const pool = { start: String(inputs["startPhoneNumber"]), end: String(inputs["endPhoneNumber"]) };
      left["didPools"] = (left["didPools"] as Seed["didPools"]).filter((one) => !overlap(one, pool));
    }
  }
  return left as unknown as Seed;
}

/** Removes a data action but keeps its integration, which a program names and does not create. */
function withoutAction(integrations: Seed["integrations"], { category, name }: CreatedObject["inputs"]) {
  return integrations.map((one) =>
    idOf(one.name) === idOf(category)
      ? { ...one, dataActions: (one.dataActions ?? []).filter((action) => idOf(action.name) !== idOf(name)) }
      : one,
  );
}

/**
 * Adds objects that the organisation must have to a seed, by kind and name (`INTEGRATION/ACTION` for a data action).
 * Ignores flows and kinds that a seed does not list.
 */
export function withNamed(seed: Seed, objects: readonly { readonly kind: string; readonly name: string }[]): Seed {
  const more: Record<string, unknown[]> = {};
  const add = (list: string, entry: object) => {
    more[list] = mergedSeed({ [list]: more[list] ?? [] }, { [list]: [entry] })[list] as unknown[];
  };
  for (const { kind, name } of objects) {
    const list = kind === "integration" ? "integrations" : (OTHER_LISTS[kind as never] ?? seedListOf(kind as never));
    const [category = "", ...rest] = name.split("/");
    if (kind === "dataAction")
      add("integrations", { name: category, dataActions: [{ name: rest.join("/"), inputs: {}, outputs: {} }] });
    else if (list === "integrations") add(list, { name, dataActions: [] });
    else if (list === "users") add(list, { name, email: `${idOf(name).replaceAll(/\W+/g, "")}@stand-in.invalid` });
    else if (list !== undefined && !(list === "divisions" && idOf(name) === idOf("Home"))) add(list, { name });
  }
  return mergedSeed(seed as unknown as SeedData, more) as unknown as Seed;
}
