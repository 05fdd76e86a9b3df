import type { PlainResource } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

const flowOutcome: PlainResource = {
  kind: "flowOutcome",
  type: "FLOWOUTCOME",
  path: "/api/v2/flows/outcomes",
  idParam: "flowOutcomeId",
  operations: {
    list: "getFlowsOutcomes",
    create: "postFlowsOutcomes",
    get: "getFlowsOutcome",
    replace: "putFlowsOutcome",
  },
  permission: "architect:flowOutcome",
  divisioned: true,
  required: ["name"],
  nameTaken: {
    status: 409,
    code: "general.conflict",
    message: "A flow outcome with the name '{name}' already exists.",
  },
  missing: { status: 404, code: "not.found", message: "The flow outcome '{name}' was not found." },
  nameSearch: "pattern",
};

/** What a flow can achieve. The platform has no operation that deletes one. */
export const flowOutcomes: Service = {
  name: "flowOutcomes",
  ...plainService([flowOutcome]),
  seed: (context) => seedPlain(context, flowOutcome, context.seed.flowOutcomes),
};
