import type { Operation } from "../../engine/resource.ts";
import type { Properties } from "../../engine/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import type { StackRun } from "../../run/stack-run.ts";
import { commandLine } from "../../text/command-line.ts";
import { changedModules } from "./diff.ts";
import { readDocument } from "./document.ts";
import { type Drift, driftOf, sinceAdoption } from "./drift.ts";
import { type FlowEntity, hasDraft } from "./entities.ts";
import { passLock, warnOfLock } from "./lock.ts";
import type { NameFindings } from "./name-findings.ts";
import { refuseOtherStack } from "./ownership.ts";
import { currentFlow, knownFlow } from "./read.ts";
import { unchangedBut } from "./references.ts";
import { callsAny, moduleVersionsOf, releaseFlow, releaseOf, takeOver } from "./release.ts";
import { refuseTakenName, renameFlow } from "./rename.ts";
import { collectUnknownNames, refuseUnknownNames } from "./unknown-names.ts";
import { type FlowInputs, type FlowState, flowInputsOf, flowStateOf, outputsOf, previewOutputs } from "./values.ts";

interface UpdateRequest {
  readonly id: string;
  readonly inputs: Properties;
  readonly oldInputs: Properties;
  readonly state: Properties;
}

/**
 * What an update would do: a preview writes nothing, and reports each reason for which the update would be refused.
 * @throws Error with the first of them, where this run does not collect findings
 */
export async function previewUpdate(
  organisation: Organisation,
  operation: Operation,
  request: UpdateRequest & { readonly run: StackRun; readonly names: NameFindings },
): Promise<Properties> {
  const { run, names } = request;
  const inputs = flowInputsOf(request.inputs);
  const state = flowStateOf(request.state);
  const document = await run.judge({ operation, code: "document" }, () =>
    readDocument(request.inputs["document"], { key: operation.urn.name, digest: inputs.digest }),
  );
  // A preview decides nothing and looks at many: a listing will do.
  const live = await run.judge({ operation, code: "deleted-outside" }, async () =>
    requireLive(await currentFlow(organisation, operation, { id: request.id, state }), {
      id: request.id,
      inputs,
      organisation,
    }),
  );
  if (inputs.pin) {
    await run.judge({ operation, code: "pinned" }, () => refuseChangedSnapshot(inputs, state, undefined));
  }
  if (live) {
    await run.judge({ operation, code: "other-stack" }, () => refuseOtherStack(live, operation.urn));
    const known = sinceAdoption(live, state, { inputs, oldInputs: flowInputsOf(request.oldInputs) });
    const drift = driftOf(live, known, { urn: operation.urn, wanted: inputs });
    if (drift) await organisation.driftReports.foresee({ id: live.id, drift, inputs, operation }, run);
    warnOfLock(live, { operation, organisation, inputs });
    const { name } = inputs;
    if (name !== undefined && live.name !== name) {
      await run.judge({ operation, code: "name-taken" }, () => refuseTakenName(organisation, live, name));
    }
  }
  if (document) {
    await run.judge({ operation, code: "platform" }, () =>
      run.collects
        ? collectUnknownNames(organisation, operation, { document, inputs, names })
        : refuseUnknownNames(organisation, operation, { document, inputs }),
    );
  }
  return previewOutputs(inputs, {
    organizationId: organisation.id,
    callsModules: callsAny(inputs, document),
  });
}

/**
 * Publishes a changed flow, or one whose modules changed. Before, the live flow must be as the state knows it.
 * @throws Error that says why nothing was published
 */
export async function updateFlow(
  organisation: Organisation,
  operation: Operation,
  request: UpdateRequest,
): Promise<Properties> {
  const inputs = flowInputsOf(request.inputs);
  const state = flowStateOf(request.state);
  const document = readDocument(request.inputs["document"], { key: operation.urn.name, digest: inputs.digest });
  if (!document) throw new Error("The document is not known.");
  const [read, moduleVersions] = await Promise.all([
    knownFlow(organisation, operation, { id: request.id, state, digest: inputs.digest }),
    moduleVersionsOf(organisation, inputs, state.modulesHeld),
  ]);
  const live = requireLive(read, { id: request.id, inputs, organisation });
  refuseOtherStack(live, operation.urn);
  if (inputs.pin) refuseChangedSnapshot(inputs, state, moduleVersions);
  const oldInputs = flowInputsOf(request.oldInputs);
  const driftIn = (flow: FlowEntity): Drift | undefined =>
    driftOf(flow, sinceAdoption(flow, state, { inputs, oldInputs }), { urn: operation.urn, wanted: inputs });
  const drift = driftIn(live);
  const accept = (accepted: Drift) =>
    organisation.driftReports.accept({ id: live.id, drift: accepted, inputs, operation });
  if (drift) await accept(drift);
  const same = drift ? undefined : await unchangedBut({ organisation, inputs, state, live });
  if (same) return outputsOf(same);
  const release = releaseOf({ organisation, operation, inputs, properties: request.inputs }, document, moduleVersions);
  const unknownToState =
    live.publishedVersion?.id !== state.publishedVersion || state.digest === "" || holdsUnknownCopies(state);
  const taken = unknownToState && !drift && live.name === document.name ? await takeOver(release, live) : undefined;
  if (taken) return outputsOf(taken);

  const free = await passLock(live, { operation, organisation, inputs });
  // Taking the lock away may publish the draft, of which a copy was kept: that is no change of somebody else's.
  const draftTaken = inputs.forceUnlock && hasDraft(live);
  const meanwhile = draftTaken || isSameRelease(free, live) ? undefined : driftIn(free);
  if (meanwhile) await accept(meanwhile);
  if (free.name !== document.name) await renameFlow(organisation, operation, { flow: free, name: document.name });
  return outputsOf((await releaseFlow(release, free)).state);
}

/** Whether a refresh found copies of modules in the flow of which it is not known what they hold. */
function holdsUnknownCopies(state: FlowState): boolean {
  return Object.values(state.modules ?? {}).some(({ digest }) => digest === "");
}

/** Whoever had the flow checked out may have published or renamed it before the lock was free. */
function isSameRelease(a: FlowEntity, b: FlowEntity): boolean {
  return a.name === b.name && a.publishedVersion?.id === b.publishedVersion?.id;
}

function requireLive(
  flow: FlowEntity | undefined,
  { id, inputs, organisation }: { id: string; inputs: FlowInputs; organisation: Organisation },
): FlowEntity {
  if (flow) return flow;
  throw new Error(
    `The flow '${inputs.name}' (${id}) was deleted outside of this stack. \`${commandLine("pulumi", "refresh", organisation)}\` takes that into the state; the next update creates it anew.`,
  );
}

/**
 * A pinned flow may change as long as publishing it copies the modules that it holds already.
 * @param live published versions of the modules; undefined in a preview, which does not ask for them
 */
function refuseChangedSnapshot(
  inputs: FlowInputs,
  state: FlowState,
  live: ReadonlyMap<string, string> | undefined,
): void {
  const reasons = changedModules(inputs, state)
    .filter(({ module, stale }) => module.name in state.modulesHeld && !(stale && live))
    .map(({ module: { name }, stale }) =>
      stale
        ? `it holds version ${state.modulesHeld[name]} of the module '${name}', which is not the published one`
        : `the module '${name}' changes`,
    );
  for (const { name, flowId } of Object.values(inputs.modules ?? {})) {
    const held = state.modulesHeld[name];
    const published = flowId === undefined ? undefined : live?.get(flowId);
    if (held !== undefined && published !== undefined && held !== published) {
      reasons.push(`it holds version ${held} of the module '${name}', whose published version is ${published}`);
    }
  }
  if (reasons.length === 0) return;
  throw new Error(
    `The flow '${inputs.name}' is pinned to its snapshot and cannot be published with its own change: ${[...new Set(reasons)].join("; ")}. ` +
      "Publishing would copy the module's present version. Unpin it, or take its own change back.",
  );
}
