import type { ArchyDocument } from "@genesys-flows/architect";
import {
  currentFlow,
  driftOf,
  interruptedPublish,
  namesFlow,
  sinceAdoption,
  versionBefore,
} from "@genesys-flows/platform";
import type { Released } from "@genesys-flows/project/state";
import type { Changing, CreateResult, Operation } from "../../../engine/resource.ts";
import type { Properties } from "../../../engine/values.ts";
import type { ChangePlan } from "../../../run/change-plan.ts";
import { namedBy } from "../../../run/desired.ts";
import type { PlannedFlow } from "../../../run/forecast.ts";
import type { StackRun } from "../../../run/stack-run.ts";
import { readDocument } from "../document.ts";
import { refuseOtherStack } from "../reading/ownership.ts";
import type { NameFindings } from "../references/missing-names.ts";
import { refuseUnknownNames, unknownNames } from "../references/name-check.ts";
import { type FlowInputs, type FlowState, flowInputsOf, flowStateOf, outputsOf, previewOutputs } from "../values.ts";
import { flowNamed, refuseTaken, seenUnknown } from "./create.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";
import { warnOfLock } from "./lock.ts";
import { callsAny, desiredContent, moduleVersionsOf, releaseOf, takenState } from "./release.ts";
import { refuseChangedSnapshot, refuseTakenName, requireLive } from "./update.ts";

interface Preview {
  readonly inputs: Properties;
  readonly run: StackRun;
  readonly names: NameFindings;
}

/**
 * Previews the creation of a flow. Writes nothing, and reports every reason why the update would be refused.
 * @returns a result with an id if an earlier run published the flow and the update only records it
 * @throws Error with the first reason if this run does not collect findings
 */
export async function previewCreate(
  organisation: FlowOrganisation,
  operation: Operation,
  request: Preview & { readonly released: ReadonlyMap<string, Released>; readonly changes: ChangePlan },
): Promise<CreateResult> {
  const { run } = request;
  const inputs = flowInputsOf(request.inputs);
  const document = await desiredDocument(operation, request);
  let taken: { readonly id: string; readonly state: FlowState } | undefined;
  if (document) {
    const existing = await run.judge({ operation, code: "platform" }, () =>
      flowNamed(organisation, operation, { type: document.flowType, name: document.name, find: "listed" }),
    );
    if (existing) {
      await run.judge({ operation, code: "name-taken" }, () => refuseTaken(existing, operation, inputs));
      const desired = desiredContent(document, inputs);
      const interrupted = await interruptedPublish(organisation, operation, undefined);
      const o = { operation, organisation, inputs, desired, interrupted, known: request.released.get(existing.id) };
      const seen = await seenUnknown(existing, o);
      const drift = seen?.drift;
      if (drift) await organisation.driftReports.foresee({ id: existing.id, drift, inputs, operation }, run);
      warnOfLock(existing, { operation, organisation, inputs });
      const modules = Object.entries(inputs.modules ?? {});
      const keepsModules = modules.every(([key, { flowId }]) => flowId !== undefined && !request.changes.has(key));
      if (seen && !drift && keepsModules) {
        const moduleVersions = await moduleVersionsOf(organisation, inputs);
        const of = { organisation, operation, inputs, properties: request.inputs };
        const state = await takenState(releaseOf(of, document, moduleVersions), existing, seen.whose);
        taken = state && { id: existing.id, state };
      }
    }
  }
  const outputs = await promised(organisation, operation, { ...request, document });
  return taken ? { id: taken.id, outputs: outputsOf(taken.state) } : { outputs };
}

/**
 * Previews the update of a flow. Writes nothing, and reports every reason why the update would be refused.
 * @throws Error with the first reason if this run does not collect findings
 */
export async function previewUpdate(
  organisation: FlowOrganisation,
  operation: Operation,
  request: Changing & Preview & { readonly changes: ChangePlan },
): Promise<Properties> {
  const { run } = request;
  const inputs = flowInputsOf(request.inputs);
  const state = flowStateOf(request.state, request.oldInputs);
  const document = await desiredDocument(operation, request);
  const interrupted = await interruptedPublish(organisation, operation, { id: request.id, state });
  const after = versionBefore(interrupted, request.id);
  // A preview writes nothing and reads many flows, so a listing is sufficient.
  const live = await run.judge(
    { operation, code: "deleted-outside" },
    async () =>
      await requireLive(await currentFlow(organisation, operation, { id: request.id, state, after }), {
        id: request.id,
        inputs,
        organisation,
      }),
  );
  if (inputs.pin) {
    await run.judge({ operation, code: "pinned" }, () => refuseChangedSnapshot(inputs, state, undefined));
  }
  if (live) {
    const version = live.publishedVersion?.id;
    if (version !== undefined) request.changes.liveVersions.set(live.id, version);
    await run.judge({ operation, code: "other-stack" }, () => refuseOtherStack(live, operation.urn));
    const known = sinceAdoption(state, { inputs, oldInputs: flowInputsOf(request.oldInputs) });
    const desired = document && desiredContent(document, inputs);
    const about = { organisation, operation, wanted: inputs, desired, interrupted };
    const { whose, drift } = await driftOf(live, known, about);
    // The engine discards a pending update if its provider was killed, so the state does not show that the flow was
    // published.
    if (whose.kind === "ours" && whose.by === "run")
      operation.log.info(
        `An interrupted run of this stack published version ${version}, which the state does not have yet.`,
      );
    if (drift) await organisation.driftReports.foresee({ id: live.id, drift, inputs, operation }, run);
    warnOfLock(live, { operation, organisation, inputs });
    const { name } = inputs;
    if (name !== undefined && live.name !== name) {
      await run.judge({ operation, code: "name-taken" }, () => refuseTakenName(organisation, live, name));
    }
  }
  return promised(organisation, operation, { ...request, document });
}

function desiredDocument(operation: Operation, { inputs, run }: Preview): Promise<ArchyDocument | undefined> {
  const { digest } = flowInputsOf(inputs);
  return run.judge({ operation, code: "document" }, () =>
    readDocument(inputs["document"], { key: operation.urn.name, digest }),
  );
}

/** Last step of every preview: looks up the names in the document and returns the outputs. */
async function promised(
  organisation: FlowOrganisation,
  operation: Operation,
  { document, run, names, ...request }: Preview & { readonly document: ArchyDocument | undefined },
): Promise<Properties> {
  const inputs = flowInputsOf(request.inputs);
  if (document) {
    await run.judge({ operation, code: "platform" }, async () => {
      if (run.collects) names.add(await unknownNames(organisation.names, operation, { document, inputs }));
      else await refuseUnknownNames(organisation, operation, { document, inputs });
    });
  }
  return previewOutputs(inputs, { organizationId: organisation.id, callsModules: callsAny(inputs, document) });
}

/** Number of requests for each step of publishing a flow. */
const requests = {
  job: 1,
  /** The first read of a job happens after the median job time. */
  reads: 1.2,
  /** The flow before and after the job, looked up together with other flows. */
  flow: 0.4,
  /** Reads the modules in the new version. */
  proof: 1,
  /** Searches for the name before creating the flow. */
  name: 1,
  /** Checks out, renames and unlocks the flow, and searches for the name before and after. */
  rename: 5,
};

/** The requests needed to publish a flow. @param existing omitted if the flow is new */
export function plannedFlow(
  inputs: FlowInputs,
  existing?: { readonly id: string; readonly state: FlowState },
): PlannedFlow {
  const state = existing?.state;
  const name = inputs.name ?? "";
  const modules = Object.values(inputs.modules ?? {}).map((module) => module.name);
  const flows = Object.keys(inputs.references ?? {})
    .map(namedBy)
    .filter(namesFlow);
  return {
    ...(existing && { id: existing.id }),
    name,
    isModule: inputs.type === "commonModule",
    after: [...modules, ...flows.map((flow) => flow.name)],
    requests:
      requests.job +
      requests.reads +
      requests.flow +
      (modules.length > 0 ? requests.proof : 0) +
      (state === undefined ? requests.name : 0) +
      (state !== undefined && state.name !== name ? requests.rename : 0),
  };
}
