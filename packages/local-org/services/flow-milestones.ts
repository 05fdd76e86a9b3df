import { dependedOn, type PlainResource } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

const flowMilestone: PlainResource = {
  kind: "flowMilestone",
  type: "FLOWMILESTONE",
  path: "/api/v2/flows/milestones",
  idParam: "milestoneId",
  operations: {
    list: "getFlowsMilestones",
    create: "postFlowsMilestones",
    get: "getFlowsMilestone",
    replace: "putFlowsMilestone",
    remove: "deleteFlowsMilestone",
  },
  views: { list: "getFlowsMilestonesDivisionviews" },
  permission: "architect:flowMilestone",
  divisioned: true,
  required: ["name"],
  nameTaken: {
    status: 409,
    code: "general.conflict",
    message: "A flow milestone with the name '{name}' already exists.",
  },
  missing: { status: 404, code: "not.found", message: "The flow milestone '{name}' was not found." },
  inUse: dependedOn,
  nameSearch: "pattern",
};

/** Points that a conversation passes in a flow. */
export const flowMilestones: Service = {
  name: "flowMilestones",
  ...plainService([flowMilestone]),
  seed: (context) => seedPlain(context, flowMilestone, context.seed.flowMilestones),
};
