import { flowTypes } from "@genesys-flows/architect/flow-types";
import { ApiFailure, listAll, type OrganisationAccess, type PlatformClient } from "@genesys-flows/platform";
import { z } from "zod";
import { type TokenSpec, text, tokenOf } from "../engine/property-specs.ts";
import { InvalidInputs, type ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";
import type { FlowAccess } from "../resources/flow/life/flow-organisation.ts";
import type { Arguments } from "../resources/kind.ts";
import { entity as anyObject, idOf, pathOf } from "../resources/plain/live.ts";
import type { Json } from "../resources/plain/spec.ts";
import { type LookupFunction, lookups } from "./lookups.ts";

export const getFlowSpec: TokenSpec = {
  token: tokenOf("getFlow", "getFlow"),
  description: "Looks up a flow by name and type.",
  inputs: {
    name: text("Exact name of the flow.", { required: true }),
    type: text("Archy's name of the flow type, for example `inboundCall`.", { required: true }),
  },
  outputs: {
    id: text("Id of the flow.", { required: true }),
    name: text("Name of the flow.", { required: true }),
    type: text("Archy's name of the flow type.", { required: true }),
    description: text("Description of the published version."),
    divisionId: text("Id of the flow's division."),
    publishedVersion: text("Published version. Absent when the flow was never published."),
  },
};

/** Functions that look up objects of the organisation, in this stack or not. */
export function lookupFunctions(access: FlowAccess): ProviderFunction[] {
  return [
    {
      token: getFlowSpec.token,
      async invoke(_operation, given) {
        const { name, type } = textArguments(given, getFlowSpec);
        const flowType = Object.values(flowTypes).find((info) => info.type.toLowerCase() === type?.toLowerCase())?.type;
        if (!flowType || name === undefined) {
          throw new InvalidInputs([
            {
              property: "type",
              reason: `'${type}' is not a flow type; use one of ${Object.keys(flowTypes).join(", ")}`,
            },
          ]);
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

/** A function from its row. It throws when no object matches, or more than one. */
function lookupFunction(found: LookupFunction, access: OrganisationAccess): ProviderFunction {
  const { spec, lookup } = found;
  return {
    token: spec.token,
    async invoke(_operation, arguments_) {
      const given = textArguments(arguments_, spec);
      const { client } = await access.open();
      const { id, live } = await (lookup.absent ? readById : findInListing)(client, found, given);
      return { id, ...lookup.show(live) } as Properties;
    },
  };
}

interface Found {
  readonly id: string;
  readonly live: Json;
}

async function findInListing(
  client: PlatformClient,
  { kind, lookup, resource, spec }: LookupFunction,
  given: Arguments,
): Promise<Found> {
  const path = typeof kind.path === "string" ? kind.path : kind.path(given);
  const query = lookup.query?.(given) ?? { name: given["name"] };
  const same = lookup.same ?? ((candidate) => candidate["name"] === given["name"]);
  const found = (await listAll(client, { path, query }, entity)).filter((candidate) => same(candidate, given));
  const asked = `${kind.noun} ${argumentsText(spec, given)}`;
  const [one, another] = found;
  if (!one) throw new Error(`The organisation has no ${asked}.`);
  if (another) {
    const ids = found.map((candidate) => `${candidate.id}${categoryOf(candidate)}`).join(", ");
    const open = Object.keys(spec.inputs).filter((key) => given[key] === undefined);
    const narrower = open.length > 0 ? `Add ${open.join(" and ")}, or use` : "Use";
    throw new Error(
      `${found.length} objects of the organisation match the ${asked}: ${ids}. ${narrower} one of these ids instead of this lookup.`,
    );
  }
  return { id: resource ? idOf(resource, one, given) : one.id, live: one };
}

/** `'Support'`; of several arguments `with name 'Verify PIN' and category 'CRM'`. */
function argumentsText({ inputs }: TokenSpec, given: Arguments): string {
  const names = Object.keys(inputs).filter((name) => given[name] !== undefined);
  if (names.length === 1) return `'${given[names[0] as string]}'`;
  return `with ${names.map((name) => `${name} '${given[name]}'`).join(" and ")}`;
}

/** An object of a kind without a listing, read by the id that its arguments form. */
async function readById(
  client: PlatformClient,
  { kind, lookup, resource }: LookupFunction,
  given: Arguments,
): Promise<Found> {
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

function categoryOf(candidate: Json): string {
  return typeof candidate["category"] === "string" ? ` in '${candidate["category"]}'` : "";
}

/** The arguments of a function whose inputs are all texts. @throws InvalidInputs with every mistake */
function textArguments(given: Properties, { inputs }: TokenSpec): Arguments {
  return validArguments(given, inputs) as Arguments;
}
