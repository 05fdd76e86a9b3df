import { flowTypes } from "@genesys-flows/architect";
import { z } from "zod";
import { ApiFailure } from "../api/failure.ts";
import { listAll } from "../api/listing.ts";
import type { PlatformClient } from "../api/platform-client.ts";
import { type FunctionSpec, tokenOf } from "../engine/property-specs.ts";
import { InvalidInputs, type ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";
import type { FlowDoor } from "../resources/flow/life/flow-organisation.ts";
import type { Arguments } from "../resources/kind.ts";
import { entity as anyObject, idOf, pathOf } from "../resources/plain/live.ts";
import type { Json } from "../resources/plain/spec.ts";
import type { OrganisationDoor } from "../run/organisation.ts";
import { type LookupFunction, lookups } from "./lookups.ts";

export const getFlowSpec: FunctionSpec = {
  token: tokenOf("getFlow", "getFlow"),
  description: "Looks up a flow of the organisation by name and type.",
  inputs: {
    name: { type: "string", required: true, description: "Name of the flow, exactly." },
    type: { type: "string", required: true, description: "Type of the flow as in Archy, for example `inboundCall`." },
  },
  outputs: {
    id: { type: "string", required: true, description: "Id of the flow." },
    name: { type: "string", required: true, description: "Name of the flow." },
    type: { type: "string", required: true, description: "Type of the flow as in Archy." },
    description: { type: "string", description: "Description of the published version." },
    divisionId: { type: "string", description: "Id of the flow's division." },
    publishedVersion: { type: "string", description: "Published version, absent when it was never published." },
  },
};

/** Looks up by name what the stack does not manage itself. */
export function lookupFunctions(door: FlowDoor): ProviderFunction[] {
  return [
    {
      token: getFlowSpec.token,
      async invoke(_operation, given) {
        const { name, type } = textArguments(given, getFlowSpec);
        const flowType = Object.values(flowTypes).find((info) => info.type.toLowerCase() === type?.toLowerCase())?.type;
        if (!flowType || name === undefined) {
          throw new InvalidInputs([
            { property: "type", reason: `'${type}' is no flow type; known are ${Object.keys(flowTypes).join(", ")}` },
          ]);
        }
        const { flows } = await door.open();
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
    ...lookups.map((lookup) => lookupFunction(lookup, door)),
  ];
}

const entity = z.looseObject({ id: z.string() });

/** A function from its row. It throws when there is no such object, or more than one. */
function lookupFunction(found: LookupFunction, door: OrganisationDoor): ProviderFunction {
  const { spec, lookup } = found;
  return {
    token: spec.token,
    async invoke(_operation, arguments_) {
      const given = textArguments(arguments_, spec);
      const { client } = await door.open();
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
  const wanted = Object.keys(spec.inputs)
    .flatMap((key) => given[key] ?? [])
    .join(" ");
  const [one, another] = found;
  if (!one) throw new Error(`The organisation has no ${kind.noun} '${wanted}'.`);
  if (another) {
    const ids = found.map((candidate) => `${candidate.id}${categoryOf(candidate)}`).join(", ");
    throw new Error(
      `The organisation has ${found.length} of the ${kind.noun} '${wanted}': ${ids}. Name it more exactly.`,
    );
  }
  return { id: resource ? idOf(resource, one, given) : one.id, live: one };
}

/** What is not listed is read at the address that its arguments make. */
async function readById(
  client: PlatformClient,
  { kind, lookup, resource }: LookupFunction,
  given: Arguments,
): Promise<Found> {
  const id = resource?.identity?.idOf?.(given);
  if (!resource || id === undefined) throw new Error(`The ${kind.noun} has no address.`);
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

/** The arguments of a function, all of them texts. @throws InvalidInputs with every mistake */
function textArguments(given: Properties, { inputs }: FunctionSpec): Arguments {
  return validArguments(given, inputs) as Arguments;
}
