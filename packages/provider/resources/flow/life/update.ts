import { takenVersion } from "@genesys-flows/architect/settings";
import {
  commandLine,
  type Drift,
  deletedText,
  driftOf,
  type FlowEntity,
  type FlowPlatform,
  hasDraft,
  interruptedPublish,
  knownFlow,
  lookAgain,
  nameKey,
  type Seen,
  sinceAdoption,
  typeOfFlow,
  versionBefore,
  waitsOf,
} from "@genesys-flows/platform";
import { releasedOf } from "@genesys-flows/project/state";
import type { Changing, Operation } from "../../../engine/resource.ts";
import type { Properties } from "../../../engine/values.ts";
import { readDocument } from "../document.ts";
import { refuseOtherStack } from "../reading/ownership.ts";
import { type FlowInputs, type FlowState, flowInputsOf, flowStateOf, outputsOf } from "../values.ts";
import { addedReferences, changedModules } from "./diff.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";
import { passLock } from "./lock.ts";
import { desiredContent, isTaken, moduleVersionsOf, noteRelease, releaseFlow, releaseOf, takeOver } from "./release.ts";

/**
 * Publishes a flow that changed or whose modules changed. The live flow must first match the state.
 * @throws Error with the reason why nothing was published
 */
export async function updateFlow(
  organisation: FlowOrganisation,
  operation: Operation,
  request: Changing,
): Promise<Properties> {
  const inputs = flowInputsOf(request.inputs);
  const state = flowStateOf(request.state, request.oldInputs);
  const document = readDocument(request.inputs["document"], { key: operation.urn.name, digest: inputs.digest });
  if (!document) throw new Error("The flow's document is unknown.");
  const interrupted = await interruptedPublish(organisation, operation, { id: request.id, state });
  const [read, moduleVersions] = await Promise.all([
    knownFlow(organisation, operation, {
      id: request.id,
      state,
      digest: inputs.digest,
      taken: takenVersion(inputs).version,
      after: versionBefore(interrupted, request.id),
    }),
    moduleVersionsOf(organisation, inputs, state.modulesHeld),
  ]);
  const live = await requireLive(read, { id: request.id, inputs, organisation });
  refuseOtherStack(live, operation.urn);
  if (inputs.pin) refuseChangedSnapshot(inputs, state, moduleVersions);
  const known = sinceAdoption(state, { inputs, oldInputs: flowInputsOf(request.oldInputs) });
  const desired = desiredContent(document, inputs);
  const look = (flow: FlowEntity): Promise<Seen> =>
    driftOf(flow, known, { organisation, operation, wanted: inputs, desired, interrupted });
  const seen = await look(live);
  const accept = (accepted: Drift) =>
    organisation.driftReports.accept({ id: live.id, drift: accepted, inputs, operation });
  if (seen.drift) await accept(seen.drift);
  const same = seen.drift ? undefined : await unchangedBut({ flows: organisation.flows, inputs, state, live });
  if (same) return outputsOf(same);
  const release = releaseOf({ organisation, operation, inputs, properties: request.inputs }, document, moduleVersions);
  const { publishedBy } = releasedOf(state);
  const isProven = seen.whose.kind === "ours" && seen.whose.by === "run";
  const mayBeLive = isProven || isUnknownTo(state, live) || isTaken(inputs, live) || isOnlyRenamed(inputs, state, live);
  const recorded = async (flow: FlowEntity) =>
    mayBeLive && flow.name === document.name ? takeOver(release, flow, seen.whose, publishedBy) : undefined;
  const taken = await recorded(live);
  if (taken) return outputsOf(taken);

  const free = await passLock(live, { operation, organisation, inputs });
  // Removing the lock may publish the draft, which is not drift. A copy of the draft was saved.
  const draftTaken = inputs.forceUnlock && hasDraft(live);
  const isSame = isSameRelease(free, live);
  const meanwhile = draftTaken || isSame ? undefined : (await look(free)).drift;
  if (meanwhile) await accept(meanwhile);
  if (free.name !== document.name) {
    await noteRelease(release, free);
    await renameFlow(organisation, operation, { flow: free, name: document.name });
    const renamed = isSame ? await recorded({ ...free, name: document.name }) : undefined;
    if (renamed) return outputsOf(renamed);
  }
  return outputsOf((await releaseFlow(release, free)).state);
}

/** Whether the state does not know the live version or its source. */
function isUnknownTo(state: FlowState, { publishedVersion }: FlowEntity): boolean {
  // A refresh may have found snapshots with unknown content.
  const unknownCopy = Object.values(state.modules ?? {}).some(({ digest }) => digest === "");
  return publishedVersion?.id !== state.publishedVersion || state.digest === "" || unknownCopy;
}

/**
 * Whether only the name of the flow is wrong, because somebody renamed it, or a rename was interrupted and reverted.
 */
function isOnlyRenamed(inputs: FlowInputs, state: FlowState, live: FlowEntity): boolean {
  return (
    live.name !== inputs.name &&
    releasedOf(state).digest === inputs.digest &&
    changedModules(inputs, state).length === 0
  );
}

/**
 * Whether two reads show the same name and version: the holder of the lock may have published or renamed the flow
 * before releasing it.
 */
function isSameRelease(a: FlowEntity, b: FlowEntity): boolean {
  return a.name === b.name && a.publishedVersion?.id === b.publishedVersion?.id;
}

export async function requireLive(
  flow: FlowEntity | undefined,
  { id, inputs, organisation }: { id: string; inputs: FlowInputs; organisation: FlowOrganisation },
): Promise<FlowEntity> {
  if (flow) return flow;
  const deleted = deletedText({ id, what: `flow '${inputs.name}'`, by: await organisation.flows.deletedBy(id) });
  throw new Error(
    `${deleted} Run \`${commandLine("pulumi", "refresh", organisation)}\`; the next update then creates the flow again.`,
  );
}

/**
 * Refuses a change to a pinned flow, unless its publication would copy the module versions that the flow already holds.
 * @param live published versions of the modules; undefined in a preview, which does not request them
 */
export function refuseChangedSnapshot(
  inputs: FlowInputs,
  state: FlowState,
  live: ReadonlyMap<string, string> | undefined,
): void {
  const reasons = changedModules(inputs, state)
    .filter(({ held, stale }) => held && !(stale && live))
    .map(({ module: { name }, stale }) =>
      stale
        ? `it holds version ${state.modulesHeld[name]} of the module '${name}', which is not the published version`
        : `the module '${name}' changes`,
    );
  for (const { name, flowId } of Object.values(inputs.modules ?? {})) {
    const held = state.modulesHeld[name];
    const published = flowId === undefined ? undefined : live?.get(flowId);
    if (held !== undefined && published !== undefined && held !== published) {
      reasons.push(`it holds version ${held} of the module '${name}', but version ${published} is published`);
    }
  }
  if (reasons.length === 0) return;
  throw new Error(
    `The flow '${inputs.name}' is pinned to its snapshots and cannot be published with its own change: ${[...new Set(reasons)].join("; ")}. ` +
      "Publishing would copy the current version of the module. Remove `pin`, or revert the flow's own change.",
  );
}

/**
 * State of a flow whose only change is added references: a resource of this stack now provides an object that the
 * document already named. Undefined if the flow must be published because something else changed or the published
 * version uses a different object.
 * @param o.live the current flow, in the version recorded in the state
 * @throws ApiFailure
 */
async function unchangedBut(o: {
  readonly flows: FlowPlatform;
  readonly inputs: FlowInputs;
  readonly state: FlowState;
  readonly live: FlowEntity;
}): Promise<FlowState | undefined> {
  const { flows, inputs, state, live } = o;
  const version = live.publishedVersion?.id;
  const added = addedReferences(inputs, state);
  if (added === undefined || added.length === 0 || version === undefined || version !== state.publishedVersion) {
    return undefined;
  }
  const consumed = await flows.consumed({ id: live.id, type: state.type, version });
  const used = new Set(consumed.map(({ id }) => id));
  if (!added.every(([, id]) => id !== undefined && used.has(id))) return undefined;
  return { ...state, references: { ...state.references, ...Object.fromEntries(added) } };
}

/**
 * @throws Error if another flow of the same type has the name, even if this update would delete that flow. The search
 * may be outdated, so the flow itself is read to check its name
 */
export async function refuseTakenName(organisation: FlowOrganisation, flow: FlowEntity, name: string): Promise<void> {
  const { flows } = organisation;
  const found = await flows.findByName(typeOfFlow(flow), name);
  if (!found || found.id === flow.id) return;
  const holder = await flows.readAlone(found.id);
  if (!holder || nameKey(holder.name) !== nameKey(name)) return;
  throw new Error(
    `The flow '${flow.name}' (${flow.id}) cannot be renamed to '${name}': the flow ${holder.id} has that name. ` +
      "Rename or delete that flow first, in a separate update.",
  );
}

/**
 * Checks the flow out, renames it and unlocks it, so that its id stays the same. A search for the new name must then
 * find this flow, because the publish job finds its flow by name. The search may be delayed, so it is repeated for a
 * minute. Each step can be repeated after a crash.
 * @throws Error if the name is taken
 */
async function renameFlow(
  organisation: FlowOrganisation,
  operation: Pick<Operation, "signal" | "log">,
  o: { readonly flow: FlowEntity; readonly name: string },
): Promise<void> {
  const { flows, pace } = organisation;
  const { flow, name } = o;
  await refuseTakenName(organisation, flow, name);
  await flows.checkout(flow.id);
  try {
    await flows.rename(flow, name);
  } finally {
    await flows.unlock(flow.id);
  }
  const look = () => flows.findByName(typeOfFlow(flow), name);
  const found = await lookAgain(await look(), look, {
    waits: waitsOf(pace.late),
    signal: operation.signal,
    isSettled: (holder) => holder?.id === flow.id,
    onWait: () => operation.log.progress(`waiting: the search does not find the name '${name}' yet`),
  });
  if (found?.id !== flow.id) {
    throw new Error(
      `The flow ${flow.id} was renamed to '${name}', but the search for that name finds ${found ? `the flow ${found.id}` : "no flow"}. Nothing was published. Run the update again.`,
    );
  }
}
