import type { Resource } from "../../rpc/provider.ts";
import type { Properties } from "../../rpc/values.ts";
import type { Organisation, OrganisationDoor } from "../../run/organisation.ts";
import type { PublishPlan } from "../../run/publish-plan.ts";
import { checkFlow } from "./check.ts";
import { createFlow } from "./create.ts";
import { deleteFlow } from "./delete.ts";
import { diffFlow } from "./diff.ts";
import { aboutFlow } from "./flow-failure.ts";
import { plannedFlow } from "./planned.ts";
import { readFlow } from "./read.ts";
import { flowSpec } from "./spec.ts";
import { updateFlow } from "./update.ts";
import { flowInputsOf, flowStateOf } from "./values.ts";

/** `genesyscloud:index/flow:Flow` (design §4). Check and Diff ask the platform nothing. */
export function flowResource(door: OrganisationDoor, plan: PublishPlan): Resource {
  return {
    token: flowSpec.token,
    check: (operation, request) => checkFlow(operation, request),
    async diff(operation, { inputs, oldInputs, state }) {
      const result = diffFlow(flowInputsOf(inputs), flowInputsOf(oldInputs), flowStateOf(state));
      if (result.heldBack.length > 0) {
        const held = flowStateOf(state).modulesHeld;
        const modules = result.heldBack.map((name) => `'${name}'${held[name] ? ` at version ${held[name]}` : ""}`);
        operation.log.info(`Held back (pin): the flow keeps its copy of ${modules.join(", ")}, which changed.`);
      }
      if (result.ownChange) operation.log.info(`Nodes: ${result.ownChange}.`);
      if (result.republishedFor.length > 0) {
        const modules = result.republishedFor.map((name) => `'${name}'`);
        operation.log.info(
          `Republished to take the change of the module${modules.length > 1 ? "s" : ""} ${modules.join(", ")}.`,
        );
      }
      return result;
    },
    async create(operation, request) {
      const organisation = await door.open();
      const created = await aboutFlow({ operation, properties: request.inputs, cannot: "published" }, () =>
        inTurn(organisation, request, () => createFlow(organisation, operation, request)),
      );
      if (request.preview) plan.addFlow(operation.urn, plannedFlow(flowInputsOf(request.inputs)));
      return created;
    },
    async read(operation, request) {
      const organisation = await door.open(flowStateOf(request.state).organizationId);
      return aboutFlow({ operation, properties: request.state, cannot: "read" }, () =>
        readFlow(organisation, operation, request),
      );
    },
    async update(operation, request) {
      const state = flowStateOf(request.state);
      const organisation = await door.open(state.organizationId);
      const updated = await aboutFlow({ operation, properties: request.inputs, cannot: "published" }, () =>
        inTurn(organisation, request, () => updateFlow(organisation, operation, request)),
      );
      if (request.preview) plan.addFlow(operation.urn, plannedFlow(flowInputsOf(request.inputs), state));
      return updated;
    },
    async delete(operation, { id, state }) {
      const known = flowStateOf(state);
      const organisation = await door.open(known.organizationId);
      await aboutFlow({ operation, properties: state, cannot: "deleted" }, () =>
        deleteFlow(organisation, operation, { id, state: known }),
      );
    },
  };
}

/** Two resources that publish under one name come one after the other, so that the second finds the first one's flow. */
function inTurn<Result>(
  organisation: Organisation,
  request: { inputs: Properties; preview: boolean },
  work: () => Promise<Result>,
): Promise<Result> {
  const { type, name } = flowInputsOf(request.inputs);
  if (request.preview || type === undefined || name === undefined) return work();
  return organisation.flows.inTurn({ type, name }, work);
}
