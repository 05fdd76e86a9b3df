import { flowTypes } from "@genesys-flows/architect/flow-types";
import {
  ApiFailure,
  integration,
  type Kind,
  listAll,
  type ObjectKind,
  type OrganisationAccess,
  type PlatformClient,
  script,
  withArticle,
} from "@genesys-flows/platform";
import { z } from "zod";
import { type PropertySpec, type PropertySpecs, type TokenSpec, text, tokenOf } from "../engine/property-specs.ts";
import { InvalidInputs, type ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";
import type { FlowAccess } from "../resources/flow/life/flow-organisation.ts";
import { plainResources } from "../resources/kinds.ts";
import { entity as anyObject, type Holder, idOf, pathOf } from "../resources/plain/live.ts";
import { textOf } from "../resources/plain/properties.ts";
import { type Arguments, type Json, type Lookup, type PlainResourceSpec, typeOf } from "../resources/plain/spec.ts";

/** A lookup as a function of the schema. */
export interface LookupFunction {
  readonly spec: TokenSpec;
  readonly lookup: Lookup;
  readonly kind: Kind;
  /** Identifies the kind in tables if documents cannot name it and no resource type creates it. */
  readonly object?: ObjectKind;
  /** The resource type that creates such objects. The function returns its ids. */
  readonly resource?: PlainResourceSpec;
}

type Shown = "description" | "divisionId";

/** A lookup by name only. @param shown properties that it returns in addition to id and name */
export function lookupByName(noun: string, shown: readonly Shown[]): Lookup {
  const outputs: Record<Shown, PropertySpec> = {
    description: text(`Description of the ${noun}.`),
    divisionId: text(`Id of the ${noun}'s division.`),
  };
  return {
    description: `Looks up ${withArticle(noun)} by name.`,
    inputs: nameOf(noun),
    outputs: { ...objectId(noun), ...nameOf(noun), ...Object.fromEntries(shown.map((name) => [name, outputs[name]])) },
    show: (found) => ({
      name: textOf(found["name"]),
      description: textOf(found["description"]),
      divisionId: textOf((found["division"] as Json | null | undefined)?.["id"]),
    }),
  };
}

function nameOf(noun: string): PropertySpecs {
  return { name: text(`Exact name of the ${noun}.`, { required: true }) };
}

function objectId(noun: string): PropertySpecs {
  return { id: text(`Id of the ${noun}.`, { required: true }) };
}

/** Lookup of integrations, whose listing has no filter for names (`getIntegrations` in the vendor's SDK). */
const integrationLookup: Lookup = { ...lookupByName("integration", []), query: () => ({}) };

const scriptLookup = lookupByName("script", ["divisionId"]);

/** All lookups except `getFlow`, which also needs a type: one for each plain resource, and those for other kinds. */
export const lookups: readonly LookupFunction[] = [
  ...plainResources.map((resource) => {
    const lookup = resource.lookup ?? byName(resource);
    return { kind: resource, resource, lookup, spec: specOf(typeOf(resource), lookup) };
  }),
  {
    kind: integration,
    object: "integration",
    lookup: integrationLookup,
    spec: specOf("Integration", integrationLookup),
  },
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

export const getFlowSpec: TokenSpec = {
  token: tokenOf("getFlow", "getFlow"),
  description: "Looks up a flow by name and type.",
  inputs: {
    name: text("Exact name of the flow.", { required: true }),
    type: text("Flow type as spelled in Archy, for example `inboundCall`.", { required: true }),
  },
  outputs: {
    id: text("Id of the flow.", { required: true }),
    name: text("Name of the flow.", { required: true }),
    type: text("Flow type as spelled in Archy.", { required: true }),
    description: text("Description of the published version."),
    divisionId: text("Id of the flow's division."),
    publishedVersion: text("Published version. Omitted if the flow was never published."),
  },
};

/** Functions that look up objects of the organisation, whether or not this stack manages them. */
export function lookupFunctions(access: FlowAccess): ProviderFunction[] {
  return [
    {
      token: getFlowSpec.token,
      async invoke(_operation, given) {
        const { name, type } = validArguments(given, getFlowSpec.inputs) as Arguments;
        const flowType = Object.values(flowTypes).find((info) => info.type.toLowerCase() === type?.toLowerCase())?.type;
        if (!flowType || name === undefined) {
          const reason = `'${type}' is not a flow type; use one of ${Object.keys(flowTypes).join(", ")}`;
          throw new InvalidInputs([{ property: "type", reason }]);
        }
        const { flows } = await access.open();
        const flow = await flows.findByName(flowType, name);
        if (!flow) throw new Error(`The organisation has no ${flowTypes[flowType].title} '${name}'.`);
        return {
          id: flow.id,
          name: flow.name,
          type: flowType,
          description: flow.description ?? undefined,
          divisionId: flow.division?.id ?? undefined,
          publishedVersion: flow.publishedVersion?.id,
        };
      },
    },
    ...lookups.map((lookup) => lookupFunction(lookup, access)),
  ];
}

const entity = z.looseObject({ id: z.string() });

/** Function for an entry of `lookups`. It throws if no object or more than one object matches. */
function lookupFunction(found: LookupFunction, access: OrganisationAccess): ProviderFunction {
  const { spec, lookup } = found;
  return {
    token: spec.token,
    async invoke(_operation, arguments_) {
      const given = validArguments(arguments_, spec.inputs) as Arguments;
      const { client } = await access.open();
      const { id, live } = await (lookup.absent ? readById : findInListing)(client, found, given);
      return { id, ...lookup.show(live) } as Properties;
    },
  };
}

/** The only object that matches. @throws Error if no object or more than one object matches */
export async function findInListing(
  client: PlatformClient,
  { kind, lookup, resource, spec }: LookupFunction,
  given: Arguments,
): Promise<Holder> {
  const path = typeof kind.path === "string" ? kind.path : kind.path(given);
  const query = lookup.query?.(given) ?? { name: given["name"] };
  const same = lookup.same ?? ((candidate) => candidate["name"] === given["name"]);
  const found = (await listAll(client, { path, query }, entity)).filter((candidate) => same(candidate, given));
  const asked = `${kind.noun} ${argumentsText(spec, given)}`;
  const [one, another] = found;
  if (!one) throw new Error(`The organisation has no ${asked}.`);
  if (another) {
    const categoryOf = ({ category }: Json) => (typeof category === "string" ? ` in '${category}'` : "");
    const ids = found.map((candidate) => `${candidate.id}${categoryOf(candidate)}`).join(", ");
    const open = Object.keys(spec.inputs).filter((key) => given[key] === undefined);
    const narrower = open.length > 0 ? `Add ${open.join(" and ")}, or use` : "Use";
    throw new Error(
      `${found.length} objects in the organisation match the ${asked}: ${ids}. ${narrower} one of these ids instead of this lookup.`,
    );
  }
  return { id: resource ? idOf(resource, one, given) : one.id, live: one };
}

/** `'Support'`; for several arguments, `with name 'Verify PIN' and category 'CRM'`. */
function argumentsText({ inputs }: TokenSpec, given: Arguments): string {
  const names = Object.keys(inputs).filter((name) => given[name] !== undefined);
  if (names.length === 1) return `'${given[names[0] as string]}'`;
  return `with ${names.map((name) => `${name} '${given[name]}'`).join(" and ")}`;
}

/** Reads an object whose kind has no listing. The arguments form its id. */
async function readById(
  client: PlatformClient,
  { kind, lookup, resource }: LookupFunction,
  given: Arguments,
): Promise<Holder> {
  const id = resource?.identity?.idOf?.(given);
  if (!resource || id === undefined) throw new Error(`No path is known for the ${kind.noun}.`);
  try {
    const call = { method: "GET", path: pathOf(resource, id), query: resource.readQuery } as const;
    return { id, live: await client.call(call, anyObject) };
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.kind !== "not-found" || !lookup.absent) throw error;
    throw new Error(lookup.absent(given));
  }
}
