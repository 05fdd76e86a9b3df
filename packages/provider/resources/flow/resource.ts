import { takenVersion } from "@genesys-flows/architect/settings";
import { worded } from "@genesys-flows/platform";
import type { PublishNotes } from "@genesys-flows/project/publish-notes";
import { type Released, releasedOf } from "@genesys-flows/project/state";
import type { CreateResult, Operation, Resource } from "../../engine/resource.ts";
import { Asset, type Properties } from "../../engine/values.ts";
import type { ChangePlan } from "../../run/change-plan.ts";
import type { PublishPlan } from "../../run/forecast.ts";
import type { StackRun } from "../../run/stack-run.ts";
import type { UntouchedState } from "../outside/untouched.ts";
import { changedFlow, createdFlow } from "./life/changed-flow.ts";
import { checkFlow } from "./life/check.ts";
import { createFlow } from "./life/create.ts";
import { deleteFlow } from "./life/delete.ts";
import { diffFlow, type FlowDiff, next, withHeldNames } from "./life/diff.ts";
import type { FlowAccess, FlowOrganisation } from "./life/flow-organisation.ts";
import { plannedFlow, previewCreate, previewUpdate } from "./life/preview.ts";
import { readFlow } from "./life/read.ts";
import { callsAny } from "./life/release.ts";
import { updateFlow } from "./life/update.ts";
import { placeOfName } from "./messages/place.ts";
import { isExternalFlow, linkChanges } from "./references/lost-links.ts";
import type { NameFindings } from "./references/missing-names.ts";
import { flowSpec } from "./spec.ts";
import { type FlowInputs, type FlowState, flowInputsOf, flowStateOf, previewOutputs } from "./values.ts";

interface FlowRun {
  readonly plan: PublishPlan;
  readonly changes: ChangePlan;
  readonly run: StackRun;
  readonly names: NameFindings;
  readonly folder: string;
  readonly publishNotes: PublishNotes;
  readonly untouched: UntouchedState;
}

/** `genesyscloud:index/flow:Flow` (design §4). Check and Diff make no requests. */
export function flowResource(access: FlowAccess, shared: FlowRun): Resource {
  const { plan, changes, run, names } = shared;
  /**
   * What this stack last published to each flow that this run has seen in the state, by id. A replacement takes over
   * its flow.
   */
  const released = new Map<string, Released>();

  /** Published version, by id, of each flow that this run has seen in the state or has published. */
  const published = new Map<string, string | typeof next>();

  /**
   * Previews an operation. If the organisation cannot be reached, adds a finding and still returns the outputs.
   * @returns a result with an id if the update would only record the flow
   */
  async function foresee(
    operation: Operation,
    { properties, existing }: { properties: Properties; existing?: { id: string; state: FlowState } },
    preview: (organisation: FlowOrganisation) => Promise<CreateResult>,
  ): Promise<CreateResult> {
    const inputs = flowInputsOf(properties);
    const organisation = await run.judge({ operation, code: "organisation" }, () =>
      run.reach(() => access.open(existing?.state.organizationId)),
    );
    const result = organisation
      ? await aboutFlow({ operation, properties, cannot: "published" }, () => preview(organisation))
      : { outputs: unjudged(inputs) };
    if (result.id === undefined) plan.addFlow(operation.urn, plannedFlow(inputs, existing));
    return result;
  }

  return {
    token: flowSpec.token,
    noun: "flow",
    continues: ({ state }, inputs, { isMoved }) =>
      state["type"] === inputs["type"] && (!isMoved || state["name"] === inputs["name"]),
    check: (operation, request) => checkFlow(operation, request),
    async diff(operation, request) {
      const state = flowStateOf(request.state, request.oldInputs);
      const document = run.desired?.flows.get(operation.urn.name)?.document;
      const inputs = withHeldNames(flowInputsOf(request.inputs), state, { folder: shared.folder, document });
      const result = diffFlow(inputs, flowInputsOf(request.oldInputs), state, (id) => published.get(id));
      const isTaken = takenVersion(inputs).version === state.publishedVersion;
      published.set(request.id, state.digest === "" && !isTaken ? next : state.publishedVersion);
      reportDiff(operation, result, state);
      recordHeld(run, operation, { inputs, state });
      released.set(request.id, releasedOf(state));
      await shared.publishNotes.settle(operation.urn, { id: request.id, state }, operation.log.debug);
      changes.ids.add(request.id);
      const changed = changedFlow(operation, request, { diff: result, document });
      if (changed) changes.add(changed);
      shared.untouched.addFlow({ operation, ...request, document }, { changes: result.changes.size > 0 });
      await reportLostLinks(operation, { inputs, state, shared });
      return result;
    },
    async create(operation, request) {
      const { inputs: properties, preview } = request;
      if (preview) {
        const foreseen = await foresee(operation, { properties }, (organisation) =>
          previewCreate(organisation, operation, { inputs: properties, run, names, released, changes }),
        );
        if (foreseen.id === undefined) changes.add(createdFlow(operation, flowInputsOf(properties)));
        else changes.ids.add(foreseen.id);
        return foreseen;
      }
      const inputs = flowInputsOf(properties);
      const organisation = await access.open();
      const created = await aboutFlow({ operation, properties, cannot: "published" }, () =>
        inTurn(organisation, inputs, () => createFlow(organisation, operation, { ...request, released })),
      );
      recordHeld(run, operation, { inputs, state: flowStateOf(created.outputs, properties) });
      return created;
    },
    async read(operation, request) {
      shared.untouched.addRefreshed(operation);
      const organisation = await access.open(flowStateOf(request.state, request.inputs).organizationId);
      return aboutFlow({ operation, properties: request.state, cannot: "read" }, () =>
        readFlow(organisation, operation, {
          ...request,
          desired: run.desired?.flows.get(operation.urn.name)?.document,
        }),
      );
    },
    async update(operation, request) {
      const { inputs: properties, preview } = request;
      const [inputs, state] = [flowInputsOf(properties), flowStateOf(request.state, request.oldInputs)];
      if (preview) {
        const { outputs } = await foresee(
          operation,
          { properties, existing: { id: request.id, state } },
          async (organisation) => ({
            outputs: await previewUpdate(organisation, operation, { ...request, run, names, changes }),
          }),
        );
        return outputs;
      }
      const organisation = await access.open(state.organizationId);
      organisation.flows.expect(organisation.progress.takeIds(operation.urn.stack));
      const updated = await aboutFlow({ operation, properties, cannot: "published" }, () =>
        inTurn(organisation, inputs, () => updateFlow(organisation, operation, request)),
      );
      const after = flowStateOf(updated, properties);
      published.set(request.id, after.publishedVersion);
      recordHeld(run, operation, { inputs, state: after });
      return updated;
    },
    async delete(operation, { id, inputs, state }) {
      const known = flowStateOf(state, inputs);
      if (run.desired && isExternalFlow(run.desired, known)) {
        operation.log.info(
          `The flow '${known.name}' stays in the organisation (genesys-flows:external). The stack no longer manages it.`,
        );
        return;
      }
      const organisation = await access.open(known.organizationId);
      await aboutFlow({ operation, properties: state, cannot: "deleted" }, () =>
        deleteFlow(organisation, operation, { id, state: known }),
      );
    },
  };
}

function unjudged(inputs: FlowInputs) {
  return previewOutputs(inputs, { organizationId: undefined, callsModules: callsAny(inputs, undefined) });
}

function reportDiff({ log }: Operation, { heldBack, ownChange, republishedFor }: FlowDiff, state: FlowState): void {
  if (heldBack.length > 0) {
    const held = state.modulesHeld;
    const modules = heldBack.map((name) => `'${name}'${held[name] ? ` at version ${held[name]}` : ""}`);
    log.info(
      `Held back (pin): the flow keeps its snapshot of ${modules.join(", ")}, although ${modules.length > 1 ? "the modules have" : "the module has"} changed.`,
    );
  }
  if (ownChange) log.info(`Nodes: ${ownChange}.`);
  if (republishedFor.length > 0) {
    const modules = republishedFor.map((name) => `'${name}'`);
    log.info(`Republished with the changed module${modules.length > 1 ? "s" : ""} ${modules.join(", ")}.`);
  }
}

/** Records the published version of a flow and its snapshots, for the check at the end of the run. */
function recordHeld(
  run: StackRun,
  { urn }: Operation,
  { inputs, state }: { inputs: FlowInputs; state: FlowState },
): void {
  const modules = Object.entries(state.modules ?? {});
  run.held.set(urn.name, {
    version: state.publishedVersion,
    digest: state.digest,
    held: state.modulesHeld,
    digests: Object.fromEntries(modules.map(([key, { digest }]) => [key, digest])),
    pinned: inputs.pin,
  });
}

/**
 * Reports objects that the flow still names although the stack no longer provides them. Applies only if the program has
 * declared its stack.
 * @throws Error in an update, before the flow is published
 */
async function reportLostLinks(
  operation: Operation,
  o: { inputs: FlowInputs; state: FlowState; shared: FlowRun },
): Promise<void> {
  const { run, folder } = o.shared;
  const flow = run.desired?.flows.get(operation.urn.name);
  if (!run.desired || !flow) return;
  const { lost, dropped } = linkChanges(flow, { ...o, desired: run.desired });
  for (const name of dropped) operation.log.info(`The flow no longer calls the module '${name}'.`);
  for (const { code, named, message, hint } of lost) {
    const place = await placeOfName(folder, flow, named);
    run.reported(flow.key, named);
    run.refuse({ operation, code, place, hint }, message);
  }
}

/**
 * Runs resources that publish under the same name one after the other, so that the second one finds the flow of the
 * first.
 */
function inTurn<Result>(
  { turns }: FlowOrganisation,
  { type, name }: FlowInputs,
  work: () => Promise<Result>,
): Promise<Result> {
  if (type === undefined || name === undefined) return work();
  return turns.take({ type, name }, work);
}

/**
 * Runs `work`. If the platform returns an error, adds the flow, its key, its document file and the failed action to the
 * message.
 */
function aboutFlow<Result>(
  of: { readonly operation: Operation; readonly properties: Properties; readonly cannot: string },
  work: () => Promise<Result>,
): Promise<Result> {
  return worded(({ message }) => {
    const { name, document } = of.properties;
    const known = typeof name === "string" ? ` '${name}'` : "";
    const file = document instanceof Asset && document.path !== undefined ? `, ${document.path}` : "";
    return `The flow${known} (key '${of.operation.urn.name}'${file}) could not be ${of.cannot}. ${message}`;
  }, work);
}
