import type { Operation, ReadResult } from "../../rpc/provider.ts";
import type { Properties } from "../../rpc/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import { driftOf } from "./drift.ts";
import { type FlowEntity, publisherOf, typeOfFlow } from "./entities.ts";
import { readMark } from "./mark.ts";
import { refuseForeign } from "./ownership.ts";
import { type FlowState, flowInputsOf, flowStateOf, outputsOf } from "./values.ts";

/**
 * The flow as it lives. A published version that is not ours blanks the digest, so that the next update is due, and is
 * described in `drift`. Undefined: it is gone.
 */
export async function readFlow(
  organisation: Organisation,
  operation: Operation,
  request: { id: string; inputs: Properties; state: Properties },
): Promise<ReadResult | undefined> {
  const live = await organisation.flows.read(request.id);
  if (!live) return undefined;
  if (Object.keys(request.state).length === 0) return importFlow(organisation, operation, live);

  const state = flowStateOf(request.state);
  const { name, digest } = flowInputsOf(request.inputs);
  const drift = driftOf(live, state, { urn: operation.urn, wanted: { name, digest } });
  const version = live.publishedVersion?.id ?? "";
  if (drift.length === 0 && version === state.publishedVersion) {
    return { inputs: request.inputs, outputs: outputsOf({ ...state, name: live.name }) };
  }
  if (drift.length > 0) operation.log.warn(`Changed outside of this stack: ${drift.join("; ")}.`);
  const ours = drift.length === 0;
  const outputs: FlowState = {
    ...state,
    ...(await publicationOf(organisation, live)),
    digest: ours ? (readMark(live.description)?.digest ?? "") : "",
    drift: ours ? undefined : drift.join("; "),
  };
  return { inputs: request.inputs, outputs: outputsOf(outputs) };
}

/** A flow of which only the id is known (`pulumi import`): what the platform says about it. */
async function importFlow(organisation: Organisation, operation: Operation, live: FlowEntity): Promise<ReadResult> {
  refuseForeign(live, operation.urn);
  const outputs: FlowState = {
    ...(await publicationOf(organisation, live)),
    type: typeOfFlow(live),
    digest: readMark(live.description)?.digest ?? "",
    organizationId: organisation.id,
  };
  return { inputs: {}, outputs: outputsOf(outputs) };
}

async function publicationOf(organisation: Organisation, live: FlowEntity) {
  const version = live.publishedVersion;
  const type = typeOfFlow(live);
  const embedded = version ? await organisation.flows.embedded({ id: live.id, type, version: version.id }) : [];
  return {
    name: live.name,
    publishedVersion: version?.id ?? "",
    publishedBy: publisherOf(live),
    datePublished: version?.datePublished ?? undefined,
    modulesHeld: Object.fromEntries(embedded.map((entry) => [entry.name ?? entry.id, entry.version ?? ""])),
  };
}
