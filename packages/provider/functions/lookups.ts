import { dataAction, type Kind, script } from "@genesys-flows/platform";
import { type TokenSpec, text, tokenOf } from "../engine/property-specs.ts";
import { type Lookup, lookupByName, nameOf, idOf as objectId, type Shown, textOf } from "../resources/kind.ts";
import { plainResources } from "../resources/kinds.ts";
import { type PlainResourceSpec, typeOf } from "../resources/plain/spec.ts";

/** A lookup as a function of the schema. */
export interface LookupFunction {
  readonly spec: TokenSpec;
  readonly lookup: Lookup;
  readonly kind: Kind;
  /** The resource type that creates such objects. The function returns its ids. */
  readonly resource?: PlainResourceSpec;
}

const dataActionLookup: Lookup = {
  description: "Looks up a data action by name and category.",
  inputs: {
    ...nameOf("data action"),
    category: text(
      "Category: the name of the integration. Required when several integrations have an action of this name.",
    ),
  },
  outputs: {
    ...objectId("data action"),
    ...nameOf("data action"),
    category: text("Category of the data action."),
    integrationId: text("Id of the integration that it belongs to."),
  },
  same: (candidate, given) =>
    candidate["name"] === given["name"] &&
    (given["category"] === undefined || candidate["category"] === given["category"]),
  show: (found) => ({
    name: found["name"],
    category: textOf(found["category"]),
    integrationId: textOf(found["integrationId"]),
  }),
};

const scriptLookup = lookupByName("script", ["divisionId"]);

/** Every lookup but `getFlow`, which also needs a type: one for each plain resource, and those of other kinds. */
export const lookups: readonly LookupFunction[] = [
  ...plainResources.map((resource) => {
    const lookup = resource.lookup ?? byName(resource);
    return { kind: resource, resource, lookup, spec: specOf(typeOf(resource), lookup) };
  }),
  { kind: dataAction, lookup: dataActionLookup, spec: specOf("IntegrationAction", dataActionLookup) },
  { kind: script, lookup: scriptLookup, spec: specOf("Script", scriptLookup) },
];

function byName({ noun, properties }: PlainResourceSpec): Lookup {
  const shown: readonly Shown[] = ["description", "divisionId"];
  return lookupByName(
    noun,
    shown.filter((name) => name in properties),
  );
}

function specOf(type: string, { description, inputs, outputs }: Lookup): TokenSpec {
  return { token: tokenOf(`get${type}`, `get${type}`), description, inputs, outputs };
}
