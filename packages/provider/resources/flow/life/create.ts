import type { FlowType } from "@genesys-flows/architect";
import { takenVersion } from "@genesys-flows/architect/settings";
import {
  ApiFailure,
  type DesiredContent,
  type FlowEntity,
  type FlowPlatform,
  type InterruptedPublish,
  interruptedPublish,
  nameKey,
  publishedSince,
  readKnown,
  type Seen,
  whoseVersion,
} from "@genesys-flows/platform";
import type { Released } from "@genesys-flows/project/state";
import type { CreateResult, Operation } from "../../../engine/resource.ts";
import type { Properties } from "../../../engine/values.ts";
import { readDocument } from "../document.ts";
import { isStub, ownershipOf, refuseForeign, refuseUnmarked } from "../reading/ownership.ts";
import { type FlowInputs, flowInputsOf, outputsOf } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";
import { passLock } from "./lock.ts";
import { desiredContent, moduleVersionsOf, releaseFlow, releaseOf, takeOver } from "./release.ts";

/**
 * Creates a flow, or takes over a flow that an interrupted run of this stack created.
 * @param request.released what this stack last published, by flow id, for the flows that this run has seen in the
 * state
 * @throws Error if the name belongs to a flow that this stack does not manage
 */
export async function createFlow(
  organisation: FlowOrganisation,
  operation: Operation,
  request: { inputs: Properties; released: ReadonlyMap<string, Released> },
): Promise<CreateResult> {
  const inputs = flowInputsOf(request.inputs);
  const document = readDocument(request.inputs["document"], { key: operation.urn.name, digest: inputs.digest });
  if (!document) throw new Error("The flow's document is unknown.");
  const interrupted = await interruptedPublish(organisation, operation, undefined);
  const found = await flowNamed(organisation, operation, {
    ...{ type: document.flowType, name: document.name },
    ...(interrupted?.flowId &&
      interrupted.note.type === document.flowType && {
        made: { id: interrupted.flowId, after: interrupted.note.before },
      }),
  });
  if (found) refuseTaken(found, operation, inputs);
  // The platform may still show a flow that this stack has just deleted.
  const existing = found && (isStub(found) || (await isAlive(organisation.flows, found.id))) ? found : undefined;
  const desired = desiredContent(document, inputs);
  const context = { operation, organisation, inputs, desired, interrupted };
  const seen = existing && (await seenUnknown(existing, { ...context, known: request.released.get(existing.id) }));
  const drift = seen?.drift;
  if (existing && drift) await organisation.driftReports.accept({ id: existing.id, drift, inputs, operation });
  const moduleVersions = await moduleVersionsOf(organisation, inputs);
  const release = releaseOf({ organisation, operation, inputs, properties: request.inputs }, document, moduleVersions);
  const taken = existing && seen && (await takeOver(release, existing, seen.whose));
  if (existing && taken) return { id: existing.id, outputs: outputsOf(taken) };
  const before = existing && (await passLock(existing, { operation, organisation, inputs }));
  const { id, state } = await releaseFlow(release, before);
  return { id, outputs: outputsOf(state) };
}

/**
 * Finds a flow by name, then reads it by id, because the search may be outdated and show a renamed or deleted flow. An
 * empty search result needs no other check, because the publish job also searches for the flow.
 * @param o.find `listed` if a listing that is a few seconds old is sufficient
 * @param o.made the flow that an interrupted run created or published
 */
export async function flowNamed(
  organisation: FlowOrganisation,
  { signal }: Operation,
  {
    type,
    name,
    find,
    made,
  }: { type: FlowType; name: string; find?: "listed"; made?: { readonly id: string; readonly after: string } },
): Promise<FlowEntity | undefined> {
  const { flows } = organisation;
  if (made) {
    const live = await readKnown(organisation, made, { signal });
    if (live && nameKey(live.name) === nameKey(name)) return live;
  }
  const found = await (find === "listed" ? flows.findListed(type, name) : flows.findByName(type, name));
  if (!found) return undefined;
  const first = flows.readAlone(found.id);
  const live = await readKnown(organisation, { id: found.id, atLeast: found.publishedVersion?.id }, { signal, first });
  return live && nameKey(live.name) === nameKey(name) ? live : undefined;
}

/**
 * Inspects a flow that has this stack's ownership mark but is not in the state, because an interrupted run created it
 * or the state was lost. Returns who published its version and what somebody has changed since; undefined for a flow
 * without the mark.
 */
export async function seenUnknown(
  flow: FlowEntity,
  o: {
    readonly operation: Operation;
    readonly organisation: FlowOrganisation;
    readonly inputs: FlowInputs;
    readonly desired: DesiredContent;
    readonly interrupted: InterruptedPublish | undefined;
    readonly known?: Released | undefined;
  },
): Promise<Seen | undefined> {
  const { operation, organisation, inputs, desired, interrupted, known } = o;
  if (ownershipOf(flow, operation.urn).kind !== "ours") return undefined;
  const ours = known ?? { name: flow.name, version: "", digest: "" };
  const question = { flow, ours, taken: takenVersion(inputs), interrupted, desired };
  const whose = await whoseVersion(question, { ...organisation, signal: operation.signal });
  return { whose, ...(whose.kind === "theirs" && { drift: await publishedSince(flow, whose.ours, organisation) }) };
}

export function refuseTaken(existing: FlowEntity, operation: Operation, inputs: { createStubs: boolean }): void {
  refuseForeign(existing, operation.urn);
  if (ownershipOf(existing, operation.urn).kind === "ours") return;
  if (inputs.createStubs && isStub(existing)) return;
  refuseUnmarked(existing, operation.urn);
}

/**
 * Whether a flow exists. Checks the flow out and unlocks it, because reads may show a flow that was just deleted. A
 * flow exists if somebody else has it checked out or if this client may not check it out.
 */
async function isAlive(flows: FlowPlatform, id: string): Promise<boolean> {
  try {
    await flows.checkout(id);
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === "not-found") return false;
    if (error instanceof ApiFailure && (error.kind === "conflict" || error.kind === "permission")) return true;
    throw error;
  }
  await flows.unlock(id);
  return true;
}
