import { flowTypes } from "@genesys-flows/architect";
import { InvalidInputs, type ProviderFunction } from "../engine/resource.ts";
import type { FlowDoor } from "../resources/flow/life/flow-organisation.ts";
import { checkedArguments } from "./arguments.ts";
import { datatableRowLookup } from "./datatable-row.ts";
import { lookupFunction } from "./find.ts";
import { lookups } from "./lookups.ts";
import { getFlowSpec } from "./specs.ts";

/** Looks up by name what the stack does not manage itself. */
export function lookupFunctions(door: FlowDoor): ProviderFunction[] {
  return [
    {
      token: getFlowSpec.token,
      async invoke(_operation, given) {
        const { name, type } = checkedArguments(getFlowSpec, given);
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
