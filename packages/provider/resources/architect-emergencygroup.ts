import { tokenOf } from "../engine/property-specs.ts";
import { byName, division, idAt, idsAt } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** Sends the calls of IVRs to another flow while it is enabled: `/architect/emergencygroups`. */
export const architectEmergencygroup: PlainResourceSpec = {
  token: tokenOf("architectEmergencygroup", "ArchitectEmergencygroup"),
  description: "Sends the calls of IVRs to an emergency flow while it is enabled. Imported by its id.",
  noun: "emergency group",
  path: "/api/v2/architect/emergencygroups",
  named: { kind: "emergencyGroup", objectType: "EMERGENCYGROUP" },
  permission: "routing:emergencyGroup",
  identity: byName,
  versioned: true,
  properties: {
    name: { type: "string", api: "name", required: true, description: "Name of the emergency group." },
    description: { type: "string", api: "description", description: "Description of the emergency group." },
    divisionId: division("emergency group"),
    enabled: { type: "boolean", api: "enabled", default: false, description: "Whether the emergency is on." },
    emergencyCallFlows: {
      type: "array",
      api: "emergencyCallFlows",
      description: "Which flow answers instead, and for which IVRs.",
      items: {
        type: "object",
        description: "A flow and the IVRs that it answers for.",
        object: {
          name: "ArchitectEmergencygroupEmergencyCallFlow",
          description: "A flow and the IVRs that it answers for.",
          properties: {
            emergencyFlowId: { ...idAt("emergencyFlow", "The flow that answers in an emergency."), required: true },
            ivrIds: { ...idsAt("ivrs", "The IVRs whose calls it answers."), required: true },
          },
        },
      },
    },
  },
};
