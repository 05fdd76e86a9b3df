import { namedKind, type OrganisationAccess } from "@genesys-flows/platform";
import { type TokenSpec, text, tokenOf } from "../engine/property-specs.ts";
import { InvalidInputs, type ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import { architectIvr } from "../resources/architect-ivr.ts";
import type { Arguments, PlainResourceSpec } from "../resources/plain/spec.ts";
import { findInListing, type LookupFunction, lookupByName, lookups } from "./lookups.ts";

export const namedObjectSpec: TokenSpec = {
  token: tokenOf("getNamedObject", "getNamedObject"),
  description: "Looks up the id of an object of any kind that flows or other objects can refer to.",
  inputs: {
    kind: text("Kind of the object, for example `scheduleGroup`.", { required: true }),
    name: text("Exact name of the object; `INTEGRATION/ACTION` for a data action.", { required: true }),
  },
  outputs: { id: text("Id of the object.", { required: true }) },
};

function kindOf({ token, named, declared }: PlainResourceSpec): string | undefined {
  return token === architectIvr.token ? "ivr" : (named?.kind ?? declared?.kind);
}

/**
 * Lookup for a kind: the lookup of its resource type or, if it has no resource type, a lookup in the listing of its
 * names.
 */
function lookupOf(kind: string): LookupFunction | undefined {
  const own = lookups.find(
    ({ resource, object, kind: row }) => (resource ? kindOf(resource) : (object ?? row.named?.kind)) === kind,
  );
  if (own) return own;
  const listed = namedKind(kind as Parameters<typeof namedKind>[0]);
  return listed && { kind: listed, lookup: lookupByName(listed.noun, []), spec: namedObjectSpec };
}

/**
 * Looks up the id of an object by kind and name. The name of a data action may include its integration, separated by a
 * slash.
 */
export function namedObject(access: OrganisationAccess): ProviderFunction {
  return {
    token: namedObjectSpec.token,
    async invoke(_operation, given) {
      const { kind = "", name = "" } = validArguments(given, namedObjectSpec.inputs) as Arguments;
      const found = lookupOf(kind);
      if (!found)
        throw new InvalidInputs([{ property: "kind", reason: `'${kind}' is not a kind of object that has a name` }]);
      const { client } = await access.open();
      const { id } = await findInListing(client, found, argumentsFor(kind, name));
      return { id };
    },
  };
}

function argumentsFor(kind: string, name: string): Arguments {
  const [category, ...rest] = name.split("/");
  return kind === "dataAction" && rest.length > 0 ? { category, name: rest.join("/") } : { name };
}
