import { madeKinds } from "@genesys-flows/platform";
import { byName, division, idAt, idsAt } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** An emergency group: `/architect/emergencygroups`. */
export const architectEmergencygroup: PlainResourceSpec = {
  ...madeKinds.emergencyGroup,
  description: "Sends the calls of its IVRs to another flow while it is enabled.",
  identity: byName,
  versioned: true,
  affects: ["emergencyFlowId", "ivrIds"],
  properties: {
    name: { type: "string", api: "name", required: true, description: "Name of the emergency group." },
    description: { type: "string", api: "description", description: "Description of the emergency group." },
    divisionId: division("emergency group"),
    enabled: { type: "boolean", api: "enabled", default: false, description: "Whether the emergency group is active." },
    emergencyCallFlows: {
      type: "array",
      api: "emergencyCallFlows",
      description: "The emergency flows, and the IVRs whose calls each of them answers.",
      items: {
        type: "object",
        description: "An emergency flow and its IVRs.",
        object: {
          name: "ArchitectEmergencygroupEmergencyCallFlow",
          description: "An emergency flow and its IVRs.",
          properties: {
            emergencyFlowId: { ...idAt("emergencyFlow", "The flow that answers in an emergency."), required: true },
            ivrIds: { ...idsAt("ivrs", "The IVRs whose calls it answers."), required: true },
          },
        },
      },
    },
  },
};
