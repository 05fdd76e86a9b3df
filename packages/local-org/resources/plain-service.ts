import type { Entry, KindSource } from "../directory.ts";
import type { JsonObject } from "../http/route.ts";
import type { SeedContext, Service } from "../service.ts";
import { createPlain } from "./plain-actions.ts";
import type { PlainResource, ResourceScope } from "./plain-resource.ts";
import { plainRoutes } from "./plain-routes.ts";
import { findResource, type Resource, resourcesNamed } from "./resource-table.ts";

/** A service of plain resources with additions: more routes, a different lookup for a kind, or more seeding. */
export function plainService(name: string, resources: readonly PlainResource[], more: Partial<Service> = {}): Service {
  return {
    name,
    ...more,
    resources,
    routes: [...resources.flatMap(plainRoutes), ...(more.routes ?? [])],
    kinds: { ...Object.fromEntries(resources.map((spec) => [spec.kind, kindSource(spec)])), ...more.kinds },
    seed(context) {
      for (const spec of resources) {
        if (!spec.seed) continue;
        const { list, body } = spec.seed;
        seedPlain(context, spec, context.seed[list] as readonly SeedEntry[], body as BodyOf<SeedEntry> | undefined);
      }
      more.seed?.(context);
    },
  };
}

/** Lets the directory find the resources of a kind. */
export function kindSource({ kind, divisioned }: PlainResource): KindSource {
  const entry = ({ id, name, divisionId, document }: Resource): Entry => ({
    id,
    name,
    divisionId,
    ...(kind === "dataAction" && { integration: String(document["category"]) }),
  });
  const source: KindSource = {
    get: (store, id) => {
      const resource = findResource(store, kind, id);
      return resource && entry(resource);
    },
    named: (store, name) => resourcesNamed(store, kind, name).map(entry),
  };
  if (!divisioned) return source;
  return {
    ...source,
    move: (store, id, divisionId) => {
      store.run("UPDATE resource SET divisionId = ? WHERE kind = ? AND id = ?", divisionId, kind, id);
    },
    countIn: (store, divisionId) =>
      store.get<{ count: number }>(
        "SELECT count(*) AS count FROM resource WHERE divisionId = ? AND kind = ?",
        divisionId,
        kind,
      )?.count ?? 0,
  };
}

interface SeedEntry {
  readonly name: string;
  readonly division?: string;
}

type BodyOf<Entry> = (entry: Entry, scope: ResourceScope) => JsonObject;

/** Creates the seed's entries that do not exist yet. Returns the new objects, each with its entry. */
export function seedPlain<Entry extends SeedEntry>(
  context: SeedContext,
  spec: PlainResource,
  entries: readonly Entry[],
  bodyOf: BodyOf<Entry> = ({ division: _, ...body }) => body,
): { entry: Entry; resource: Resource }[] {
  const { store, directory, added } = context;
  return entries
    .filter(({ name }) => resourcesNamed(store, spec.kind, name).length === 0)
    .map((entry) => {
      const division = entry.division === undefined ? undefined : directory.named("division", entry.division)[0];
      const body = { ...bodyOf(entry, context), ...(division ? { division: { id: division.id } } : {}) };
      const resource = createPlain(spec, context, body);
      added(spec.kind, entry.name);
      return { entry, resource };
    });
}

/** The ids of objects in a seed, as `[{id}]`. Unknown names were already refused when the seed was read. */
export function namedRefs({ directory }: ResourceScope, kind: string, names: readonly string[]): { id: string }[] {
  return names.flatMap((name) =>
    directory
      .named(kind, name)
      .slice(0, 1)
      .map(({ id }) => ({ id })),
  );
}
