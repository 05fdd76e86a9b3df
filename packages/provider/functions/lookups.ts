import { type FunctionSpec, tokenOf } from "../engine/property-specs.ts";
import { type Kind, type Lookup, lookupByName, type Shown } from "../resources/kind.ts";
import { plainResources } from "../resources/kinds.ts";
import { otherKinds } from "../resources/other-kinds.ts";
import { type PlainResourceSpec, typeOf } from "../resources/plain/spec.ts";

/** A lookup as a function of the schema. */
export interface LookupFunction {
  readonly spec: FunctionSpec;
  readonly lookup: Lookup;
  readonly kind: Kind;
  /** The resource type that creates such objects. The function returns its ids. */
  readonly resource?: PlainResourceSpec;
}

/** Every lookup but `getFlow`, which also needs a type: one for each plain resource, and those of other kinds. */
export const lookups: readonly LookupFunction[] = [
  ...plainResources.map((resource) => {
    const lookup = resource.lookup ?? byName(resource);
    return { kind: resource, resource, lookup, spec: specOf(typeOf(resource), lookup) };
  }),
  ...otherKinds.flatMap((kind) => {
    const { lookup } = kind;
    return lookup ? [{ kind, lookup, spec: specOf(lookup.type, lookup) }] : [];
  }),
];

function byName({ noun, properties }: PlainResourceSpec): Lookup {
  const shown: readonly Shown[] = ["description", "divisionId"];
  return lookupByName(
    noun,
    shown.filter((name) => name in properties),
  );
}

function specOf(type: string, { description, inputs, outputs }: Lookup): FunctionSpec {
  return { token: tokenOf(`get${type}`, `get${type}`), description, inputs, outputs };
}
