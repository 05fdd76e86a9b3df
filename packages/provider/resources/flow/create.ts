import type { CreateResult, Operation } from "../../rpc/provider.ts";
import type { Properties } from "../../rpc/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import { readDocument } from "./document.ts";
import type { FlowEntity } from "./entities.ts";
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
  if (request.preview || !document) {
    if (existing) warnOfLock(existing, { operation, organisation, inputs });
    if (document) await refuseUnknownNames(organisation, operation, { document, inputs });
    return { outputs: previewOutputs(inputs, { organizationId: organisation.id, callsModules }) };
  }

  const moduleVersions = await moduleVersionsOf(organisation, inputs);
  const release = releaseOf({ organisation, operation, inputs, properties: request.inputs }, document, moduleVersions);
  const taken = existing && (await takeOver(release, existing));
  if (existing && taken) return { id: existing.id, outputs: outputsOf(taken) };
  const before = existing && (await passLock(existing, { operation, organisation, inputs }));
  const { id, state } = await releaseFlow(release, before);
  return { id, outputs: outputsOf(state) };
}

function refuseTaken(existing: FlowEntity, operation: Operation, inputs: { createStubs: boolean }): void {
  refuseForeign(existing, operation.urn);
  if (ownershipOf(existing, operation.urn).kind === "ours") return;
  if (inputs.createStubs && isStub(existing)) return;
  refuseUnmarked(existing, operation.urn);
}
