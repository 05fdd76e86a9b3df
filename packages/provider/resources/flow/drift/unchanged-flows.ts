import type { Operation } from "../../../engine/resource.ts";
import type { Properties } from "../../../engine/values.ts";
import { commandLine } from "../../../text/command-line.ts";
import { compiledDocument } from "../document.ts";
import type { FlowOrganisation } from "../life/flow-organisation.ts";
import { draftNote } from "../life/lock.ts";
import { currentFlow, isOlder } from "../reading/late-flows.ts";
import { flowInputsOf, flowStateOf } from "../values.ts";
import { driftOf, sinceAdoption } from "./drift.ts";
import { deletedNote } from "./drift-reports.ts";
import { interruptedPublish, versionBefore } from "./interrupted-publish.ts";

/** A flow of the state that the source does not change. */
export interface UnchangedFlow {
  readonly operation: Operation;
  readonly id: string;
  readonly inputs: Properties;
  readonly oldInputs: Properties;
  readonly state: Properties;
  /** Path of its compiled document, where the program declared it. */
  readonly document: string | undefined;
}

/**
 * Reports what was changed outside the stack in flows that the update does not touch: published, renamed, deleted, saved as a draft.
 * Reads them from a listing. Another request is made only for a flow that the listing does not show as the state has it: no one look
 * proves that.
 *
 * @returns names of flows that the platform shows in a version that is older than the state's: its answer is late
 * @throws ApiFailure, the signal's reason
 */
export async function reportUnchanged(
  organisation: FlowOrganisation,
  unchanged: readonly UnchangedFlow[],
): Promise<string[]> {
  if (unchanged.length === 0) return [];
  await organisation.flows.beginListing();
  const late = await Promise.all(unchanged.map((flow) => report(organisation, flow)));
  return late.filter((name) => name !== undefined);
}

/** @returns the name of a flow that the platform shows late */
async function report(organisation: FlowOrganisation, flow: UnchangedFlow): Promise<string | undefined> {
  const { operation, id } = flow;
  const inputs = flowInputsOf(flow.inputs);
  const state = flowStateOf(flow.state, flow.oldInputs);
  const interrupted = await interruptedPublish(organisation, operation, { id, state });
  const after = versionBefore(interrupted, id);
  const live = await currentFlow(soon(organisation), operation, { id, state, after });
  if (!live) {
    const again = commandLine("pulumi", "up --refresh", operation.urn);
    const next = `This update does not create it again. To create it, with a new id:\n  ${again}`;
    operation.log.note(deletedNote({ id, what: `flow '${state.name}'` }, next));
    return undefined;
  }
  const version = live.publishedVersion?.id;
  if (version !== undefined && isOlder(version, state.publishedVersion)) return state.name;
  const known = sinceAdoption(state, { inputs, oldInputs: flowInputsOf(flow.oldInputs) });
  const isKnown = version === state.publishedVersion;
  const desired =
    isKnown || flow.document === undefined ? undefined : compiledDocument(organisation.folder, flow.document);
  const { drift } = await driftOf(live, known, { organisation, operation, wanted: inputs, desired, interrupted });
  if (drift) organisation.driftReports.mention({ id, drift, inputs, operation });
  const draft = draftNote(live, organisation);
  if (draft) operation.log.note(draft);
  return undefined;
}

/** A preview does not wait a minute for a version that an older copy of an organisation never shows. */
function soon({ flows, pace }: FlowOrganisation): Pick<FlowOrganisation, "flows" | "pace"> {
  const olderLimitMs = pace.doubtMs.reduce((sum, wait) => sum + wait, 0);
  return { flows, pace: { ...pace, olderLimitMs: Math.min(pace.olderLimitMs, olderLimitMs) } };
}
