import { z } from "zod";
import { listAll } from "../api/listing.ts";
import type { ProviderFunction } from "../engine/resource.ts";
import type { Properties } from "../engine/values.ts";
import type { OrganisationDoor } from "../run/organisation.ts";
import { checkedArguments } from "./arguments.ts";
import type { Lookup } from "./lookups.ts";

const entity = z.looseObject({ id: z.string() });

/** A function from its row. It throws when there is no such object, or more than one. */
export function lookupFunction(lookup: Lookup, door: OrganisationDoor): ProviderFunction {
  const { spec, noun } = lookup;
  return {
    token: spec.token,
    async invoke(_operation, arguments_) {
      const given = checkedArguments(spec, arguments_);
      const { client } = await door.open();
      const path = typeof lookup.path === "string" ? lookup.path : lookup.path(given);
      const query = lookup.query?.(given) ?? { name: given["name"] };
      const same = lookup.same ?? ((candidate) => candidate["name"] === given["name"]);
      const found = (await listAll(client, { path, query }, entity)).filter((candidate) => same(candidate, given));
      const wanted = Object.keys(spec.inputs)
        .flatMap((key) => given[key] ?? [])
        .join(" ");
      const [one, another] = found;
      if (!one) throw new Error(`The organisation has no ${noun} '${wanted}'.`);
      if (another) {
        const ids = found.map((candidate) => `${candidate.id}${categoryOf(candidate)}`).join(", ");
        throw new Error(
          `The organisation has ${found.length} of the ${noun} '${wanted}': ${ids}. Name it more exactly.`,
        );
      }
      return { id: lookup.idOf?.(one, given) ?? one.id, ...lookup.outputs(one) } as Properties;
    },
  };
}

function categoryOf(candidate: Record<string, unknown>): string {
  return typeof candidate["category"] === "string" ? ` in '${candidate["category"]}'` : "";
}
