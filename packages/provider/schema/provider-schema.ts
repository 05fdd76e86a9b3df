import { configProperties } from "@genesys-flows/platform";
import type { PropertySpecs, TokenSpec } from "../engine/property-specs.ts";
import { getChangesSpec } from "../functions/changes.ts";
import { getFlowSpec } from "../functions/lookup-functions.ts";
import { lookups } from "../functions/lookups.ts";
import { getPublishForecastSpec } from "../functions/publish-forecast.ts";
import { beginRunSpec, endRunSpec } from "../functions/run-functions.ts";
import { flowSpec } from "../resources/flow/spec.ts";
import { inventorySpec } from "../resources/inventory/spec.ts";
import { plainResources } from "../resources/kinds.ts";
import type { PlainResourceSpec } from "../resources/plain/spec.ts";
import { pulumiSchema } from "./pulumi-schema.ts";

/** Version of the provider and of the SDK that is generated from it. */
export const providerVersion = "0.1.0";

/** The provider's Pulumi schema, from which `@pulumi/genesyscloud` is generated. */
export function providerSchema(): Record<string, unknown> {
  return pulumiSchema({
    name: "genesyscloud",
    version: providerVersion,
    config: configProperties,
    resources: [flowSpec, inventorySpec, ...plainResources.map(plainResourceSchema)],
    functions: [
      getFlowSpec,
      getPublishForecastSpec,
      getChangesSpec,
      beginRunSpec,
      endRunSpec,
      ...lookups.map(({ spec }) => spec),
    ],
  });
}

/** In the state of every resource, so that credentials of another organisation never empty a state. */
const organisation: PropertySpecs = {
  organizationId: { type: "string", required: true, description: "Id of the organisation that has the object." },
};

function plainResourceSchema(spec: PlainResourceSpec): TokenSpec {
  const outputs = Object.fromEntries(
    Object.entries(spec.properties).map(([name, property]) => [
      name,
      {
        ...property,
        required:
          property.required === true ||
          property.computed === true ||
          property.outputOnly === true ||
          property.default !== undefined,
      },
    ]),
  );
  return {
    token: spec.token,
    description: `${spec.description} Import it by ${spec.importedBy ?? "its id"}.`,
    inputs: Object.fromEntries(Object.entries(spec.properties).filter(([, property]) => !property.outputOnly)),
    outputs: { ...outputs, ...organisation },
  };
}
