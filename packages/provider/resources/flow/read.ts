import type { Operation, ReadResult } from "../../rpc/provider.ts";
import type { Properties } from "../../rpc/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import { driftOf } from "./drift.ts";
import { importFlow } from "./import.ts";
import { readMark } from "./mark.ts";
import { publicationOf } from "./publication.ts";
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
