import { flowTypes } from "@genesys-flows/architect";
import { z } from "zod";
import { listAll } from "../api/listing.ts";
import { InvalidInputs, type ProviderFunction } from "../rpc/provider.ts";
import type { Properties } from "../rpc/values.ts";
import type { OrganisationDoor } from "../run/organisation.ts";
import type { FunctionSpec } from "../schema/types.ts";
import { validate } from "../schema/validate.ts";
import { getFlowSpec, getRoutingQueueSpec } from "./specs.ts";

const named = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  division: z.looseObject({ id: z.string().nullish() }).nullish(),
});

/** Looks up by name what the stack does not manage itself. */
export function lookupFunctions(door: OrganisationDoor): ProviderFunction[] {
  return [
    {
      token: getFlowSpec.token,
      async invoke(_operation, given) {
        const { name, type } = checked(getFlowSpec, given);
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
    {
      token: getRoutingQueueSpec.token,
      async invoke(_operation, given) {
        const { name } = checked(getRoutingQueueSpec, given);
        const { client } = await door.open();
        const queues = await listAll(client, { path: "/api/v2/routing/queues", query: { name } }, named);
        const queue = queues.find((candidate) => candidate.name === name);
        if (!queue) throw new Error(`The organisation has no queue '${name}'.`);
        return {
          id: queue.id,
          name: queue.name,
          description: queue.description ?? undefined,
          divisionId: queue.division?.id ?? undefined,
        };
      },
    },
  ];
}

/** The arguments, all of them texts. @throws InvalidInputs with every mistake */
function checked(spec: FunctionSpec, given: Properties): Record<string, string | undefined> {
  const { inputs, failures } = validate(given, spec.inputs);
  if (failures.length > 0) throw new InvalidInputs(failures);
  return inputs as Record<string, string | undefined>;
}
