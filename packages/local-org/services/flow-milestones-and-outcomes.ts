import { authorOf } from "../flows/author.ts";
import { operation } from "../flows/presentation.ts";
import { conflicting, dependedOn, type PlainResource } from "../resources/plain-resource.ts";

/** A point in a flow that conversations reach. */
export const flowMilestone: PlainResource = {
  kind: "flowMilestone",
  type: "FLOWMILESTONE",
  path: "/api/v2/flows/milestones",
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list"],
  seed: { list: "flowMilestones" },
  permission: "architect:flowMilestone",
  divisioned: true,
  required: ["name"],
  nameTaken: conflicting("A flow milestone with the name '{name}' already exists."),
  missing: { status: 404, code: "not.found", message: "The flow milestone '{name}' was not found." },
  inUse: dependedOn,
  nameSearch: "pattern",
};

/** A result that a flow can achieve. The platform has no operation to delete an outcome. */
export const flowOutcome: PlainResource = {
  kind: "flowOutcome",
  type: "FLOWOUTCOME",
  path: "/api/v2/flows/outcomes",
  operations: ["list", "create", "get", "replace"],
  views: ["list"],
  seed: { list: "flowOutcomes" },
  permission: "architect:flowOutcome",
  divisioned: true,
  required: ["name"],
  nameTaken: conflicting("A flow outcome with the name '{name}' already exists."),
  missing: { status: 404, code: "not.found", message: "The flow outcome '{name}' was not found." },
  nameSearch: "pattern",
  // The response to `PUT` is an operation (OpenAPI), not the outcome.
  shown: (entity, _, { store, caller }, by) =>
    by === "replace" ? operation(store, { action: "UPDATE", author: authorOf(caller) }) : entity,
};
