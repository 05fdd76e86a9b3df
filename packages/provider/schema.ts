import { configProperties } from "./config/schema.ts";
import { getArchitectDatatableRowSpec } from "./functions/datatable-row.ts";
import { lookups } from "./functions/lookups.ts";
import { getPublishForecastSpec } from "./functions/publish-forecast.ts";
import { getFlowSpec } from "./functions/specs.ts";
import { beginRunSpec, endRunSpec } from "./functions/stack-run.ts";
import { architectDatatable } from "./resources/architect-datatable.ts";
import { architectDatatableRow } from "./resources/architect-datatable-row.ts";
import { architectEmergencygroup } from "./resources/architect-emergencygroup.ts";
import { architectIvr } from "./resources/architect-ivr.ts";
import { architectSchedulegroups } from "./resources/architect-schedulegroups.ts";
import { architectSchedules } from "./resources/architect-schedules.ts";
import { architectUserPrompt } from "./resources/architect-user-prompt.ts";
import { authDivision } from "./resources/auth-division.ts";
import { telephonyProvidersEdgesDidPool } from "./resources/did-pool.ts";
import { flowSpec } from "./resources/flow/spec.ts";
import { inventorySpec } from "./resources/inventory/spec.ts";
import type { PlainResourceSpec } from "./resources/plain/spec.ts";
import { routingEmailDomain } from "./resources/routing-email-domain.ts";
import { routingEmailRoute } from "./resources/routing-email-route.ts";
import { routingQueue } from "./resources/routing-queue.ts";
import { routingSkill } from "./resources/routing-skill.ts";
import { routingWrapupcode } from "./resources/routing-wrapupcode.ts";
import { pulumiSchema } from "./schema/pulumi-schema.ts";
import type { PropertySpecs, ResourceSpec } from "./schema/types.ts";

/** Version of the provider and of the SDK that is generated from it. */
export const providerVersion = "0.1.0";

/** Every resource type that is one REST object: a new type is a new row here. */
export const plainResources: readonly PlainResourceSpec[] = [
  routingQueue,
  routingSkill,
  routingWrapupcode,
  architectIvr,
  telephonyProvidersEdgesDidPool,
  architectSchedules,
  architectSchedulegroups,
  architectEmergencygroup,
  architectUserPrompt,
  architectDatatable,
  architectDatatableRow,
  routingEmailDomain,
  routingEmailRoute,
  authDivision,
];

/** The provider's Pulumi schema, the single source of `@pulumi/genesyscloud`. */
export function providerSchema(): Record<string, unknown> {
  return pulumiSchema({
    name: "genesyscloud",
    version: providerVersion,
    config: configProperties,
    resources: [flowSpec, inventorySpec, ...plainResources.map(plainResourceSchema)],
    functions: [
      getFlowSpec,
      getArchitectDatatableRowSpec,
      getPublishForecastSpec,
      beginRunSpec,
      endRunSpec,
      ...lookups.map(({ spec }) => spec),
    ],
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
    description: spec.description,
    inputs: Object.fromEntries(Object.entries(spec.properties).filter(([, property]) => !property.outputOnly)),
    outputs: { ...outputs, ...organisation },
  };
}
