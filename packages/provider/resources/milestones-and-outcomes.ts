import { madeKinds } from "@genesys-flows/platform";
import { text } from "../engine/property-specs.ts";
import { byName, division, fields } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** A milestone: `/flows/milestones` (reference/terraform-traces, genesyscloud_flow_milestone). */
export const flowMilestone: PlainResourceSpec = {
  ...madeKinds.flowMilestone,
  description: "A point in a flow that conversations reach, recorded for reports.",
  undated: true,
  identity: byName,
  properties: fields({
    name: text("Name of the flow milestone.", { required: true }),
    description: text("Description of the flow milestone."),
    divisionId: division("flow milestone"),
  }),
};

/**
 * An outcome: `/flows/outcomes`, which has no DELETE (reference/platform-api.openapi.json). So the stack takes over an
 * existing outcome, as the vendor's provider does (reference/terraform-traces, genesyscloud_flow_outcome.existing).
 * Otherwise, no stack could declare the outcome again.
 */
export const flowOutcome: PlainResourceSpec = {
  ...madeKinds.flowOutcome,
  description:
    "A result that a flow can achieve, recorded for reports. The platform never deletes an outcome: it stays in the organisation when it leaves the stack, and a stack that declares its name takes it over.",
  undated: true,
  identity: byName,
  // PUT returns an operation (reference/platform-api.openapi.json).
  rereads: "updates",
  properties: fields({
    name: text("Name of the flow outcome.", { required: true }),
    description: text("Description of the flow outcome."),
    divisionId: division("flow outcome"),
  }),
};
