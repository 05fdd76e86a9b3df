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
import type { CreateResult, Operation } from "../../../engine/resource.ts";
import type { Properties } from "../../../engine/values.ts";
import type { ChangePlan } from "../../../run/change-plan.ts";
import { namedBy } from "../../../run/desired.ts";
import type { PlannedFlow } from "../../../run/forecast.ts";
import type { StackRun } from "../../../run/stack-run.ts";
import { readDocument } from "../document.ts";
import { refuseOtherStack } from "../reading/ownership.ts";
import type { NameFindings } from "../references/missing-names.ts";
import { collectUnknownNames, refuseUnknownNames } from "../references/name-check.ts";
import { type FlowInputs, type FlowState, flowInputsOf, flowStateOf, outputsOf, previewOutputs } from "../values.ts";
import { flowNamed, refuseTaken, seenUnknown } from "./create.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";
import { warnOfLock } from "./lock.ts";
import { callsAny, desiredContent, moduleVersionsOf, releaseOf, takenState } from "./release.ts";
import { refuseTakenName } from "./rename.ts";
import { refuseChangedSnapshot, requireLive, type UpdateRequest } from "./update.ts";

/** What a preview of one flow reads, and where it reports its findings. */
interface Preview {
  readonly inputs: Properties;
  readonly run: StackRun;
  /** Missing names of all flows. */
  readonly names: NameFindings;
}

/**
 * What creating a flow would do: a preview writes nothing, and reports each reason for which the update would be refused.
 * @returns with an id, the flow that an earlier run published and that the update only records
 * @throws Error with the first of them, where this run does not collect findings
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
 * What an update would do: a preview writes nothing, and reports each reason for which the update would be refused.
 * @throws Error with the first of them, where this run does not collect findings
 */
export async function previewUpdate(
  organisation: FlowOrganisation,
  operation: Operation,
  request: UpdateRequest & Preview & { readonly changes: ChangePlan },
): Promise<Properties> {
  const { run } = request;
  const inputs = flowInputsOf(request.inputs);
  const state = flowStateOf(request.state, request.oldInputs);
  const document = await desiredDocument(operation, request);
  const interrupted = await interruptedPublish(organisation, operation, { id: request.id, state });
  const after = versionBefore(interrupted, request.id);
  // A preview writes nothing and reads many flows: a listing is enough.
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
    const { drift } = await driftOf(live, known, { organisation, operation, wanted: inputs, desired, interrupted });
    if (drift) await organisation.driftReports.foresee({ id: live.id, drift, inputs, operation }, run);
    warnOfLock(live, { operation, organisation, inputs });
    const { name } = inputs;
    if (name !== undefined && live.name !== name) {
      await run.judge({ operation, code: "name-taken" }, () => refuseTakenName(organisation, live, name));
    }
  }
  return promised(organisation, operation, { ...request, document });
}

/** The document to be published; undefined where it is not known, or cannot be used. */
function desiredDocument(operation: Operation, { inputs, run }: Preview): Promise<ArchyDocument | undefined> {
  const { digest } = flowInputsOf(inputs);
  return run.judge({ operation, code: "document" }, () =>
    readDocument(inputs["document"], { key: operation.urn.name, digest }),
  );
}

/** The end of every preview: looks up what the document names, then promises the outputs. */
async function promised(
  organisation: FlowOrganisation,
  operation: Operation,
  { document, run, names, ...request }: Preview & { readonly document: ArchyDocument | undefined },
): Promise<Properties> {
  const inputs = flowInputsOf(request.inputs);
  if (document) {
    await run.judge({ operation, code: "platform" }, () =>
      run.collects
        ? collectUnknownNames(organisation.names, operation, { document, inputs, names })
        : refuseUnknownNames(organisation, operation, { document, inputs }),
    );
  }
  return previewOutputs(inputs, { organizationId: organisation.id, callsModules: callsAny(inputs, document) });
}

/** The job. */
const PUBLISHING = 1;
/** Reads of a job: the first comes after the median time of jobs. */
const LOOKS = 1.2;
/** The flow before and after it, in lookups for several. */
const READS = 0.4;
/** The modules in the new version. */
const PROOF = 1;
/** Before a creation: the name. */
const NAME_LOOKUP = 1;
/** Check out, rename, unlock; the name before and after. */
const RENAME = 5;

/**
 * The requests to publish a flow.
 * @param existing absent where the flow is new
 */
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
      PUBLISHING +
      LOOKS +
      READS +
      (modules.length > 0 ? PROOF : 0) +
      (state === undefined ? NAME_LOOKUP : 0) +
      (state !== undefined && state.name !== name ? RENAME : 0),
  };
}
