import type { JsonObject } from "../http/route.ts";
import type { SeedContext } from "../service.ts";
import { createPlain } from "./plain-actions.ts";
import type { PlainResource } from "./plain-resource.ts";
import { type Resource, resourcesNamed } from "./resource-table.ts";

/** An entry of the seed that makes a plain resource; everything but the division's name is posted. */
export interface PlainSeed {
  readonly name: string;
  /** Name of the division; default: home. */
  readonly division?: string;
}

/** Creates entries of the seed that do not exist yet. Returns the new objects, each with its entry. */
export function seedPlain<Entry extends PlainSeed>(
  context: SeedContext,
  spec: PlainResource,
  entries: readonly Entry[],
  bodyOf: (entry: Entry) => JsonObject = ({ division: _, ...body }) => body,
): { entry: Entry; resource: Resource }[] {
  const { store, directory, scope, added } = context;
  return entries
    .filter(({ name }) => resourcesNamed(store, spec.kind, name).length === 0)
    .map((entry) => {
      const division = entry.division === undefined ? undefined : directory.named("division", entry.division)[0];
      const body = { ...bodyOf(entry), ...(division ? { division: { id: division.id } } : {}) };
      const resource = createPlain(spec, scope, body);
      added(spec.kind, entry.name);
      return { entry, resource };
    });
}

/** The ids of objects that a seed names, as `[{id}]`; unknown names were refused when the seed was read. */
export function namedRefs(
  { directory }: Pick<SeedContext, "directory">,
  kind: string,
  names: readonly string[],
): { id: string }[] {
  return names.flatMap((name) =>
    directory
      .named(kind, name)
      .slice(0, 1)
      .map(({ id }) => ({ id })),
  );
}
