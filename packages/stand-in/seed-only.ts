import type { ReferenceKind } from "@genesys-flows/architect";
import { seedListOf } from "./named-objects.ts";
import type { Seed } from "./seed.ts";

/** An object that flows name. */
export interface NamedObject {
  readonly kind: ReferenceKind | "division";
  readonly name: string;
  /** The integration of a data action. */
  readonly category?: string;
}

/** A seed with these objects alone. Names are compared without case. */
export function seedOnly(seed: Seed, objects: readonly NamedObject[]): Seed {
  const wanted = new Set(objects.map(({ kind, name, category }) => idOf(listOf(kind), name, category)));
  const left = Object.entries(seed).map(([list, entries]) => [
    list,
    list === "integrations"
      ? (entries as Seed["integrations"]).flatMap(({ name, dataActions }) => {
          const own = dataActions.filter((action) => wanted.has(idOf(list, action.name, name)));
          return own.length === 0 ? [] : [{ name, dataActions: own }];
        })
      : (entries as readonly { readonly name?: string }[]).filter(({ name }) => wanted.has(idOf(list, name ?? ""))),
  ]);
  return Object.fromEntries(left) as Seed;
}

/** Kinds of objects that a seed does not list by name alone. */
const OTHER_LISTS: Partial<Record<NamedObject["kind"], keyof Seed>> = {
  dataAction: "integrations",
  division: "divisions",
  user: "users",
};

function listOf(kind: NamedObject["kind"]): keyof Seed {
  return OTHER_LISTS[kind] ?? (kind === "division" ? undefined : seedListOf(kind)) ?? "flows";
}

function idOf(list: string, name: string, category = ""): string {
  return JSON.stringify([list, category.toLowerCase(), name.toLowerCase()]);
}
