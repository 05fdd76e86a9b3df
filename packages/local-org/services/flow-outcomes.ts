import { authorOf } from "../flows/author.ts";
import { operation } from "../flows/presentation.ts";
import { bodyObject } from "../http/body.ts";
import type { Context, Reply } from "../http/route.ts";
import { replacePlain } from "../resources/plain-actions.ts";
import { type PlainResource, scopeOf } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

const flowOutcome: PlainResource = {
  kind: "flowOutcome",
  type: "FLOWOUTCOME",
  path: "/api/v2/flows/outcomes",
  idParam: "flowOutcomeId",
  operations: { list: "getFlowsOutcomes", create: "postFlowsOutcomes", get: "getFlowsOutcome" },
  views: { list: "getFlowsOutcomesDivisionviews" },
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

/** `PUT` is answered with the operation that it was (OpenAPI), not with the outcome. */
function replace(context: Context): Reply {
  replacePlain(flowOutcome, scopeOf(context), context.params["flowOutcomeId"] as string, bodyObject(context.body));
  return { body: operation(context.store, { action: "UPDATE", author: authorOf(context.caller) }) };
}

/** What a flow can achieve. The platform has no operation that deletes one. */
export const flowOutcomes: Service = {
  name: "flowOutcomes",
  ...plainService(
    [flowOutcome],
    [
      {
        method: "PUT",
        path: `${flowOutcome.path}/{flowOutcomeId}`,
        operation: "putFlowsOutcome",
        permission: "architect:flowOutcome:edit",
        ownRequired: true,
        handler: replace,
      },
    ],
  ),
  seed: (context) => seedPlain(context, flowOutcome, context.seed.flowOutcomes),
};
