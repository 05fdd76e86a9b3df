import type { Operation, Resource } from "../../engine/resource.ts";
import type { Organisation, OrganisationDoor } from "../../run/organisation.ts";
import type { PublishPlan } from "../../run/publish-plan.ts";
import type { StackRun } from "../../run/stack-run.ts";
import { checkFlow } from "./check.ts";
import { createFlow, previewCreate } from "./create.ts";
import { deleteFlow } from "./delete.ts";
import { diffFlow, type FlowDiff } from "./diff.ts";
import { aboutFlow } from "./flow-failure.ts";
import { isExternalFlow, linkChanges } from "./lost-links.ts";
import type { NameFindings } from "./name-findings.ts";
import { placesOfName } from "./named-places.ts";
import { plannedFlow } from "./planned.ts";
import { readFlow } from "./read.ts";
import { callsAny } from "./release.ts";
import { flowSpec } from "./spec.ts";
import { previewUpdate, updateFlow } from "./update.ts";
import { type FlowInputs, type FlowState, flowInputsOf, flowStateOf, previewOutputs } from "./values.ts";

/** What a flow shares with everything else of one run. */
export interface FlowRun {
  readonly plan: PublishPlan;
  readonly run: StackRun;
  readonly names: NameFindings;
  /** The project's folder. */
  readonly folder: string;
}

/** `genesyscloud:index/flow:Flow` (design §4). Check and Diff ask the platform nothing. */
export function flowResource(door: OrganisationDoor, shared: FlowRun): Resource {
  const { plan, run, names } = shared;
  return {
    token: flowSpec.token,
    check: (operation, request) => checkFlow(operation, request),
    async diff(operation, request) {
      const [inputs, state] = [flowInputsOf(request.inputs), flowStateOf(request.state)];
      const result = diffFlow(inputs, flowInputsOf(request.oldInputs), state);
      tellDiff(operation, result, state);
      recordHeld(run, operation, { inputs, state });
      await reportLostLinks(operation, { inputs, state, shared });
      return result;
    },
    async create(operation, request) {
      const inputs = flowInputsOf(request.inputs);
      const about = { operation, properties: request.inputs, cannot: "published" };
      if (request.preview) {
        const organisation = await run.judge({ operation, code: "organisation" }, () => run.reach(() => door.open()));
        const outputs = organisation
          ? await aboutFlow(about, () => previewCreate(organisation, operation, { inputs: request.inputs, run, names }))
          : unjudged(inputs);
        plan.addFlow(operation.urn, plannedFlow(inputs));
        return { outputs };
      }
      const organisation = await door.open();
      const created = await aboutFlow(about, () =>
        inTurn(organisation, inputs, () => createFlow(organisation, operation, request)),
      );
      recordHeld(run, operation, { inputs, state: flowStateOf(created.outputs) });
      return created;
    },
    async read(operation, request) {
      const organisation = await door.open(flowStateOf(request.state).organizationId);
      return aboutFlow({ operation, properties: request.state, cannot: "read" }, () =>
        readFlow(organisation, operation, request),
      );
    },
    async update(operation, request) {
      const [inputs, state] = [flowInputsOf(request.inputs), flowStateOf(request.state)];
      const about = { operation, properties: request.inputs, cannot: "published" };
      if (request.preview) {
        const organisation = await run.judge({ operation, code: "organisation" }, () =>
          run.reach(() => door.open(state.organizationId)),
        );
        const outputs = organisation
          ? await aboutFlow(about, () => previewUpdate(organisation, operation, { ...request, run, names }))
          : unjudged(inputs);
        plan.addFlow(operation.urn, plannedFlow(inputs, state));
        return outputs;
      }
      const organisation = await door.open(state.organizationId);
      const updated = await aboutFlow(about, () =>
        inTurn(organisation, inputs, () => updateFlow(organisation, operation, request)),
      );
      recordHeld(run, operation, { inputs, state: flowStateOf(updated) });
      return updated;
    },
    async delete(operation, { id, state }) {
      const known = flowStateOf(state);
      if (run.desired && isExternalFlow(run.desired, known)) {
        operation.log.info(
          `The flow '${known.name}' stays in the organisation (genesys-flows:external); the stack forgets it.`,
        );
        return;
      }
      const organisation = await door.open(known.organizationId);
      await aboutFlow({ operation, properties: state, cannot: "deleted" }, () =>
        deleteFlow(organisation, operation, { id, state: known }),
      );
    },
  };
}

/** The outputs of a flow in a preview that reached no organisation. */
function unjudged(inputs: FlowInputs) {
  return previewOutputs(inputs, { organizationId: undefined, callsModules: callsAny(inputs, undefined) });
}

function tellDiff({ log }: Operation, { heldBack, ownChange, republishedFor }: FlowDiff, state: FlowState): void {
  if (heldBack.length > 0) {
    const held = state.modulesHeld;
    const modules = heldBack.map((name) => `'${name}'${held[name] ? ` at version ${held[name]}` : ""}`);
    log.info(`Held back (pin): the flow keeps its copy of ${modules.join(", ")}, which changed.`);
  }
  if (ownChange) log.info(`Nodes: ${ownChange}.`);
  if (republishedFor.length > 0) {
    const modules = republishedFor.map((name) => `'${name}'`);
    log.info(`Republished to take the change of the module${modules.length > 1 ? "s" : ""} ${modules.join(", ")}.`);
  }
}

/** What is published of a flow, for the proof at the end of the run. */
function recordHeld(
  run: StackRun,
  { urn }: Operation,
  { inputs, state }: { inputs: FlowInputs; state: FlowState },
): void {
  const modules = Object.entries(state.modules ?? {});
  run.held.record(urn.name, {
    version: state.publishedVersion,
    digest: state.digest,
    held: state.modulesHeld,
    digests: Object.fromEntries(modules.map(([key, { digest }]) => [key, digest])),
    pinned: inputs.pin,
  });
}

/**
 * In a run of a program that declared its stack: what the flow names still although the stack provides it no more.
 * @throws Error in an update: nothing of the flow was published
 */
async function reportLostLinks(
  operation: Operation,
  o: { inputs: FlowInputs; state: FlowState; shared: FlowRun },
): Promise<void> {
  const { run, folder } = o.shared;
  const flow = run.desired?.flows.get(operation.urn.name);
  if (!run.desired || !flow) return;
  const { lost, given } = linkChanges(flow, { ...o, desired: run.desired });
  for (const name of given) operation.log.info(`The flow calls the module '${name}' no more.`);
  for (const { code, named, message, hint } of lost) {
    const places = await placesOfName(folder, flow, named);
    run.reported(flow.key, named);
    run.refuse({ operation, code, file: places[0], hint }, message);
  }
}

/** Two resources that publish under one name come one after the other, so that the second finds the first one's flow. */
function inTurn<Result>(
  organisation: Organisation,
  { type, name }: FlowInputs,
  work: () => Promise<Result>,
): Promise<Result> {
  if (type === undefined || name === undefined) return work();
  return organisation.flows.inTurn({ type, name }, work);
}
