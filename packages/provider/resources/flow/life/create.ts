import type { FlowType } from "@genesys-flows/architect";
import { ApiFailure } from "../../../api/failure.ts";
import type { CreateResult, Operation } from "../../../engine/resource.ts";
import type { Properties } from "../../../engine/values.ts";
import { readDocument } from "../document.ts";
import { type Drift, publishedSince } from "../drift/drift.ts";
import { type FlowEntity, isPublishedByPerson } from "../reading/entities.ts";
import { readKnown } from "../reading/late-flows.ts";
import { isStub, ownershipOf, refuseForeign, refuseUnmarked } from "../reading/ownership.ts";
import { type FlowPlatform, nameKey } from "../reading/platform.ts";
import { flowInputsOf, outputsOf } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";
import { passLock } from "./lock.ts";
import { moduleVersionsOf, releaseFlow, releaseOf, takeOver } from "./release.ts";

/**
 * Creates a flow, or takes over the one that an interrupted run of this stack created.
 * @throws Error when the name belongs to somebody else
 */
export async function createFlow(
  organisation: FlowOrganisation,
  operation: Operation,
  request: { inputs: Properties },
): Promise<CreateResult> {
  const inputs = flowInputsOf(request.inputs);
  const document = readDocument(request.inputs["document"], { key: operation.urn.name, digest: inputs.digest });
  if (!document) throw new Error("The document is not known.");
  const found = await flowNamed(organisation, operation, { type: document.flowType, name: document.name });
  if (found) refuseTaken(found, operation, inputs);
  // A flow that this stack has just deleted may still be shown.
  const existing = found && (isStub(found) || (await isAlive(organisation.flows, found.id))) ? found : undefined;
  const drift = existing && driftOfUnknown(existing, { operation, organisation });
  if (existing && drift) await organisation.driftReports.accept({ id: existing.id, drift, inputs, operation });
  const moduleVersions = await moduleVersionsOf(organisation, inputs);
  const release = releaseOf({ organisation, operation, inputs, properties: request.inputs }, document, moduleVersions);
  const taken = existing && !drift && (await takeOver(release, existing));
  if (existing && taken) return { id: existing.id, outputs: outputsOf(taken) };
  const before = existing && (await passLock(existing, { operation, organisation, inputs }));
  const { id, state } = await releaseFlow(release, before);
  return { id, outputs: outputsOf(state) };
}

/**
 * The flow that has a name, read by its id: the search may be late, and show a renamed or deleted flow. When the search finds
 * nothing, that is enough: the publish job finds its flow by itself.
 * @param find `listed`: a listing that is some seconds old is enough
 */
export async function flowNamed(
  organisation: FlowOrganisation,
  { signal }: Operation,
  { type, name, find }: { type: FlowType; name: string; find?: "listed" },
): Promise<FlowEntity | undefined> {
  const { flows } = organisation;
  const found = await (find === "listed" ? flows.findListed(type, name) : flows.findByName(type, name));
  if (!found) return undefined;
  const first = flows.readAlone(found.id);
  const live = await readKnown(organisation, { id: found.id, atLeast: found.publishedVersion?.id }, { signal, first });
  return live && nameKey(live.name) === nameKey(name) ? live : undefined;
}

/** Drift of a flow that an interrupted run created, and a person has published in Architect since. */
export function driftOfUnknown(
  flow: FlowEntity,
  context: { operation: Operation; organisation: FlowOrganisation },
): Drift | undefined {
  const ownership = ownershipOf(flow, context.operation.urn);
  const byPerson = context.organisation.flows.clientId !== undefined && isPublishedByPerson(flow);
  if (ownership.kind !== "ours" || !byPerson) return undefined;
  return publishedSince(flow, { name: flow.name, version: "", digest: ownership.mark.digest });
}

export function refuseTaken(existing: FlowEntity, operation: Operation, inputs: { createStubs: boolean }): void {
  refuseForeign(existing, operation.urn);
  if (ownershipOf(existing, operation.urn).kind === "ours") return;
  if (inputs.createStubs && isStub(existing)) return;
  refuseUnmarked(existing, operation.urn);
}

/**
 * Whether a flow exists, by a write: reads may show a flow that was just deleted. Checks the flow out and unlocks it. A flow
 * that somebody has checked out exists, and so does one that this client may not check out.
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
