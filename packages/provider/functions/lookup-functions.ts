import { flowTypes } from "@genesys-flows/architect";
import { z } from "zod";
import { ApiFailure } from "../api/failure.ts";
import { listAll } from "../api/listing.ts";
import { type FunctionSpec, tokenOf } from "../engine/property-specs.ts";
import { InvalidInputs, type ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";
import type { FlowDoor } from "../resources/flow/life/flow-organisation.ts";
import type { OrganisationDoor } from "../run/organisation.ts";
import { type Lookup, lookups } from "./lookups.ts";

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

export const getArchitectDatatableRowSpec: FunctionSpec = {
  token: tokenOf("getArchitectDatatableRow", "getArchitectDatatableRow"),
  description: "Looks up a row of a data table by its key.",
  inputs: {
    datatableId: { type: "string", required: true, description: "Id of the table." },
    keyValue: { type: "string", required: true, description: "The row's key." },
  },
  outputs: {
    id: { type: "string", required: true, description: "Id of the row as a resource has it: `table/key`." },
    propertiesJson: {
      type: "string",
      required: true,
      description: "The values of the row by column, as a JSON object.",
    },
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
    datatableRowLookup(door),
    ...lookups.map((lookup) => lookupFunction(lookup, door)),
  ];
}

const entity = z.looseObject({ id: z.string() });

/** A function from its row. It throws when there is no such object, or more than one. */
function lookupFunction(lookup: Lookup, door: OrganisationDoor): ProviderFunction {
  const { spec, noun } = lookup;
  return {
    token: spec.token,
    async invoke(_operation, arguments_) {
      const given = textArguments(arguments_, spec);
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

/** A row is not listed but read by its key. */
function datatableRowLookup(door: OrganisationDoor): ProviderFunction {
  return {
    token: getArchitectDatatableRowSpec.token,
    async invoke(_operation, given) {
      const { datatableId = "", keyValue = "" } = textArguments(given, getArchitectDatatableRowSpec);
      const { client } = await door.open();
      const path = `/api/v2/flows/datatables/${encodeURIComponent(datatableId)}/rows/${encodeURIComponent(keyValue)}`;
      try {
        const row = await client.call({ method: "GET", path, query: { showbrief: "false" } }, z.looseObject({}));
        const { key: _key, ...values } = row;
        return { id: `${datatableId}/${keyValue}`, propertiesJson: JSON.stringify(values) };
      } catch (error) {
        if (!(error instanceof ApiFailure) || error.kind !== "not-found") throw error;
        throw new Error(`The data table ${datatableId} has no row '${keyValue}', or is not there.`);
      }
    },
  };
}

/** The arguments of a function, all of them texts. @throws InvalidInputs with every mistake */
function textArguments(given: Properties, { inputs }: FunctionSpec): Readonly<Record<string, string | undefined>> {
  return validArguments(given, inputs) as Readonly<Record<string, string | undefined>>;
}
