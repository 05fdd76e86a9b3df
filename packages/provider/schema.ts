import { configProperties } from "./config/schema.ts";
import { getFlowSpec, getRoutingQueueSpec } from "./functions/specs.ts";
import { architectIvr } from "./resources/architect-ivr.ts";
import { flowSpec } from "./resources/flow/spec.ts";
import type { PlainResourceSpec } from "./resources/plain/spec.ts";
import { routingQueue } from "./resources/routing-queue.ts";
import { pulumiSchema } from "./schema/pulumi-schema.ts";
import type { PropertySpecs, ResourceSpec } from "./schema/types.ts";

/** Version of the provider and of the SDK that is generated from it. */
export const providerVersion = "0.1.0";

/** Every resource type that is one REST object: a new type is a new row here. */
export const plainResources: readonly PlainResourceSpec[] = [routingQueue, architectIvr];

/** The provider's Pulumi schema, the single source of `@pulumi/genesyscloud`. */
export function providerSchema(): Record<string, unknown> {
  return pulumiSchema({
    name: "genesyscloud",
    version: providerVersion,
    config: configProperties,
    resources: [flowSpec, ...plainResources.map(plainResourceSchema)],
    functions: [getFlowSpec, getRoutingQueueSpec],
  });
}

/** What the state of every resource holds, so that wrong credentials never empty a state. */
const organisation: PropertySpecs = {
  organizationId: { type: "string", required: true, description: "Id of the organisation that it lives in." },
};

function plainResourceSchema(spec: PlainResourceSpec): ResourceSpec {
  const outputs = Object.fromEntries(
    Object.entries(spec.properties).map(([name, property]) => [
      name,
      {
        ...property,
        required: property.required === true || property.computed === true || property.default !== undefined,
      },
    ]),
  );
  return {
    token: spec.token,
    description: spec.description,
    inputs: spec.properties,
    outputs: { ...outputs, ...organisation },
  };
}
