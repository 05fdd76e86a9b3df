import { malformed, type PlainResource } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

export const emergencyGroup: PlainResource = {
  kind: "emergencyGroup",
  type: "EMERGENCYGROUP",
  path: "/api/v2/architect/emergencygroups",
  idParam: "emergencyGroupId",
  operations: {
    list: "getArchitectEmergencygroups",
    create: "postArchitectEmergencygroups",
    get: "getArchitectEmergencygroup",
    replace: "putArchitectEmergencygroup",
    remove: "deleteArchitectEmergencygroup",
  },
  views: { list: "getArchitectEmergencygroupsDivisionviews" },
  permission: "routing:emergencyGroup",
  divisioned: true,
  versioned: true,
  stateful: true,
  dated: true,
  required: ["name"],
  incomplete: malformed,
  nameTaken: {
    status: 409,
    code: "general.conflict",
    message: "An emergency group with the name '{name}' already exists.",
  },
  missing: { status: 404, code: "general.resource.not.found", message: "The emergency group '{name}' was not found." },
  inUse: {
    status: 409,
    code: "general.conflict",
    message: "The emergency group could not be completed because it is in use.",
  },
  nameSearch: "pattern",
  complete: (document) => ({ enabled: false, ...document }),
  references: {
    "emergencyCallFlows[].emergencyFlow": { kind: "flow", types: ["INBOUNDCALL"] },
    "emergencyCallFlows[].ivrs[]": "ivr",
  },
  badReference: "general.bad.request",
};

/** Groups that send the calls of IVRs to an emergency flow while they are enabled. */
export const emergencyGroups: Service = {
  name: "emergencyGroups",
  ...plainService([emergencyGroup]),
  seed: (context) => seedPlain(context, emergencyGroup, context.seed.emergencyGroups),
};
