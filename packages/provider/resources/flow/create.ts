import type { CreateResult, Operation } from "../../rpc/provider.ts";
import type { Properties } from "../../rpc/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import { readDocument } from "./document.ts";
import { type Drift, publishedSince } from "./drift.ts";
import { type FlowEntity, isPublishedByPerson } from "./entities.ts";
import { passLock, warnOfLock } from "./lock.ts";
import { isStub, ownershipOf, refuseForeign, refuseUnmarked } from "./ownership.ts";
import { callsAny, moduleVersionsOf, releaseFlow, releaseOf, takeOver } from "./release.ts";
import { refuseUnknownNames } from "./unknown-names.ts";
import { flowInputsOf, outputsOf, previewOutputs } from "./values.ts";

/**
 * Creates a flow, or takes over the one that an earlier, killed run of this stack created.
 * @throws Error when the name belongs to somebody else
 */
export async function createFlow(
  organisation: Organisation,
  operation: Operation,
  request: { inputs: Properties; preview: boolean },
): Promise<CreateResult> {
  const inputs = flowInputsOf(request.inputs);
  const document = readDocument(request.inputs["document"], { key: operation.urn.name, digest: inputs.digest });
  const callsModules = callsAny(inputs, document);
  const existing = document && (await organisation.flows.findByName(document.flowType, document.name));
  if (existing) refuseTaken(existing, operation, inputs);
  const drift = existing && driftOfUnknown(existing, { operation, organisation });
  if (request.preview || !document) {
    if (existing && drift) await organisation.driftReports.tell({ id: existing.id, drift, inputs, operation });
    if (existing) warnOfLock(existing, { operation, organisation, inputs });
    if (document) await refuseUnknownNames(organisation, operation, { document, inputs });
    return { outputs: previewOutputs(inputs, { organizationId: organisation.id, callsModules }) };
  }

  if (existing && drift) await organisation.driftReports.accept({ id: existing.id, drift, inputs, operation });
  const moduleVersions = await moduleVersionsOf(organisation, inputs);
  const release = releaseOf({ organisation, operation, inputs, properties: request.inputs }, document, moduleVersions);
  const taken = existing && !drift && (await takeOver(release, existing));
  if (existing && taken) return { id: existing.id, outputs: outputsOf(taken) };
  const before = existing && (await passLock(existing, { operation, organisation, inputs }));
  const { id, state } = await releaseFlow(release, before);
  return { id, outputs: outputsOf(state) };
}

/** What a killed run created, and a person published in Architect since. */
function driftOfUnknown(
  flow: FlowEntity,
  context: { operation: Operation; organisation: Organisation },
): Drift | undefined {
  const ownership = ownershipOf(flow, context.operation.urn);
  const byPerson = context.organisation.flows.clientId !== undefined && isPublishedByPerson(flow);
  if (ownership.kind !== "ours" || !byPerson) return undefined;
  return publishedSince(flow, { name: flow.name, version: "", digest: ownership.mark.digest });
}

function refuseTaken(existing: FlowEntity, operation: Operation, inputs: { createStubs: boolean }): void {
  refuseForeign(existing, operation.urn);
  if (ownershipOf(existing, operation.urn).kind === "ours") return;
  if (inputs.createStubs && isStub(existing)) return;
  refuseUnmarked(existing, operation.urn);
}
