import type { FlowType } from "@genesys-flows/architect";
import type { CreateResult, Operation } from "../../engine/resource.ts";
import type { Properties } from "../../engine/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import type { StackRun } from "../../run/stack-run.ts";
import { isAlive } from "./alive.ts";
import { readDocument } from "./document.ts";
import { type Drift, publishedSince } from "./drift.ts";
import { type FlowEntity, isPublishedByPerson } from "./entities.ts";
import { readKnown } from "./late-flows.ts";
import { passLock, warnOfLock } from "./lock.ts";
import type { NameFindings } from "./name-findings.ts";
import { isStub, ownershipOf, refuseForeign, refuseUnmarked } from "./ownership.ts";
import { nameKey } from "./platform.ts";
import { callsAny, moduleVersionsOf, releaseFlow, releaseOf, takeOver } from "./release.ts";
import { collectUnknownNames, refuseUnknownNames } from "./unknown-names.ts";
import { flowInputsOf, outputsOf, previewOutputs } from "./values.ts";

/**
 * What creating a flow would do: a preview writes nothing, and reports each reason for which the update would be refused.
 * @throws Error with the first of them, where this run does not collect findings
 */
export async function previewCreate(
  organisation: Organisation,
  operation: Operation,
  request: { inputs: Properties; run: StackRun; names: NameFindings },
): Promise<Properties> {
  const { run, names } = request;
  const inputs = flowInputsOf(request.inputs);
  const document = await run.judge({ operation, code: "document" }, () =>
    readDocument(request.inputs["document"], { key: operation.urn.name, digest: inputs.digest }),
  );
  if (document) {
    const existing = await run.judge({ operation, code: "platform" }, () =>
      flowNamed(organisation, operation, { type: document.flowType, name: document.name }),
    );
    if (existing) {
      await run.judge({ operation, code: "name-taken" }, () => refuseTaken(existing, operation, inputs));
      const drift = driftOfUnknown(existing, { operation, organisation });
      if (drift) await organisation.driftReports.foresee({ id: existing.id, drift, inputs, operation }, run);
      warnOfLock(existing, { operation, organisation, inputs });
    }
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
 * Creates a flow, or takes over the one that an earlier, killed run of this stack created.
 * @throws Error when the name belongs to somebody else
 */
export async function createFlow(
  organisation: Organisation,
  operation: Operation,
  request: { inputs: Properties },
): Promise<CreateResult> {
  const inputs = flowInputsOf(request.inputs);
  const document = readDocument(request.inputs["document"], { key: operation.urn.name, digest: inputs.digest });
  if (!document) throw new Error("The document is not known.");
  const found = await flowNamed(organisation, operation, { type: document.flowType, name: document.name });
  if (found) refuseTaken(found, operation, inputs);
  // Of a flow that this stack deleted a moment ago, nothing must come back.
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
 * The flow that has a name, as it is at its own address: the search may be behind, and show one that was renamed or deleted.
 * That it finds nothing is believed: the publish job finds its flow by itself.
 */
async function flowNamed(
  organisation: Organisation,
  { signal }: Operation,
  { type, name }: { type: FlowType; name: string },
): Promise<FlowEntity | undefined> {
  const { flows } = organisation;
  const found = await flows.findByName(type, name);
  if (!found) return undefined;
  const first = flows.readAlone(found.id);
  const live = await readKnown(organisation, { id: found.id, atLeast: found.publishedVersion?.id }, { signal, first });
  return live && nameKey(live.name) === nameKey(name) ? live : undefined;
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
