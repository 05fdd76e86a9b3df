import {
  currentFlow,
  driftOf,
  interruptedPublish,
  isOlder,
  sinceAdoption,
  versionBefore,
} from "@genesys-flows/platform";
import type { Changing, Operation } from "../../../engine/resource.ts";
import { compiledDocument } from "../document.ts";
import type { FlowOrganisation } from "../life/flow-organisation.ts";
import { draftNote } from "../life/lock.ts";
import { flowInputsOf, flowStateOf } from "../values.ts";
import { leftDeleted } from "./drift-reports.ts";

/** A flow in the state that the source does not change. */
export interface UnchangedFlow extends Changing {
  readonly operation: Operation;
  /** Path of the compiled document, if the program declared it. */
  readonly document: string | undefined;
}

/**
 * Reports changes made outside the stack to a flow that the update does not touch: it was published, renamed, deleted
 * or saved as a draft. Reads the flow from the listing, which must already have been requested. Makes another request
 * only if the listing differs from the state, because a single read does not prove a difference.
 * @throws ApiFailure, the signal's reason; Error if the platform shows an older version than the state
 */
export async function reportUnchanged(organisation: FlowOrganisation, flow: UnchangedFlow): Promise<void> {
  const { operation, id } = flow;
  const inputs = flowInputsOf(flow.inputs);
  const state = flowStateOf(flow.state, flow.oldInputs);
  const interrupted = await interruptedPublish(organisation, operation, { id, state });
  const after = versionBefore(interrupted, id);
  const live = await currentFlow(soon(organisation), operation, { id, state, after });
  if (!live) {
    const by = await organisation.flows.deletedBy(id);
    operation.log.note(leftDeleted({ id, what: `flow '${state.name}'`, by }, operation));
    return;
  }
  const version = live.publishedVersion?.id;
  if (version !== undefined && isOlder(version, state.publishedVersion))
    throw new Error(
      `The platform shows version ${version} of the flow '${state.name}', which is older than version ${state.publishedVersion} in the state.`,
    );
  const known = sinceAdoption(state, { inputs, oldInputs: flowInputsOf(flow.oldInputs) });
  const isKnown = version === state.publishedVersion;
  const desired =
    isKnown || flow.document === undefined ? undefined : compiledDocument(organisation.folder, flow.document);
  const { drift } = await driftOf(live, known, { organisation, operation, wanted: inputs, desired, interrupted });
  if (drift) organisation.driftReports.mention({ id, drift, inputs, operation });
  const draft = draftNote(live, organisation);
  if (draft) operation.log.note(draft);
}

/**
 * A pace with a shorter wait. An older copy of an organisation never shows the version, so a preview does not wait a
 * minute for it.
 */
function soon({ flows, pace }: FlowOrganisation): Pick<FlowOrganisation, "flows" | "pace"> {
  const olderLimitMs = pace.doubtMs.reduce((sum, wait) => sum + wait, 0);
  return { flows, pace: { ...pace, olderLimitMs: Math.min(pace.olderLimitMs, olderLimitMs) } };
}
