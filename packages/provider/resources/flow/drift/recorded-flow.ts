import type { FlowSettings } from "@genesys-flows/architect/settings";
import type { FlowEntity } from "@genesys-flows/platform";
import { parseUrn, type ResourceUrn } from "../../../engine/resource.ts";
import { unwrapProperties } from "../../../rpc/wire-values.ts";
import type { PublishNotes } from "../../../run/publish-notes.ts";
import { type FlowInputs, type FlowState, flowInputsOf, flowStateOf } from "../values.ts";
import { driftOf, type Seen, sinceAdoption } from "./drift.ts";
import { interruptedPublish } from "./interrupted-publish.ts";
import type { DesiredContent, VersionReader } from "./whose-version.ts";

/** A resource as the engine keeps it in a state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  /** Replaced already: the engine deletes it at the end of an update. */
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What a stack's state says of a flow. */
export interface RecordedFlow {
  readonly urn: ResourceUrn;
  readonly id: string;
  readonly state: FlowState;
  readonly inputs: FlowInputs;
}

const FLOW = "genesyscloud:index/flow:Flow";

/** The flows of a state. */
export function recordedFlows(resources: readonly StateResource[]): RecordedFlow[] {
  return resources.flatMap((resource) => {
    const urn = parseUrn(resource.urn);
    if (resource.type !== FLOW || !urn || !resource.id || resource.delete) return [];
    const { properties: inputs } = unwrapProperties(resource.inputs);
    const { properties: outputs } = unwrapProperties(resource.outputs);
    return [{ urn, id: resource.id, state: flowStateOf(outputs, inputs), inputs: flowInputsOf(inputs) }];
  });
}

/** What the source says of a flow. */
export interface WantedFlow extends DesiredContent {
  readonly name: string;
  readonly settings: Pick<FlowSettings, "taken" | "importedVersion">;
}

/** Where flows are read outside a run. */
export interface RecordReader extends VersionReader {
  /** Of the organisation. */
  readonly id: string;
  readonly publishNotes: PublishNotes;
}

/**
 * Whose the live version of a flow is, and what somebody changed outside the stack, as an update of the flow will see it.
 * @param o.recorded what the state says of the flow; undefined where it does not know the flow, or cannot be read
 * @throws ApiFailure, as `whoseVersion` does
 */
export async function seenOutsideRun(
  flow: FlowEntity,
  o: { readonly recorded: RecordedFlow | undefined; readonly wanted: WantedFlow },
  reader: RecordReader,
): Promise<Seen> {
  const { recorded, wanted } = o;
  const { importedVersion, taken } = wanted.settings;
  const adopted = { importedVersion, digest: wanted.digest };
  const state = recorded
    ? sinceAdoption(recorded.state, { inputs: adopted, oldInputs: recorded.inputs })
    : unrecorded(flow, adopted);
  const log = { debug() {}, progress() {}, info() {}, warn() {}, note() {} };
  const interrupted =
    recorded && (await interruptedPublish(reader, { ...recorded, log, signal: reader.signal }, recorded));
  return driftOf(flow, state, {
    organisation: reader,
    operation: reader,
    wanted: { name: wanted.name, taken },
    desired: wanted,
    interrupted,
  });
}

/** The state of a flow that no state knows: an adopted one is from the version that its file was exported from. */
function unrecorded(
  { name }: FlowEntity,
  { importedVersion = "", digest }: { readonly importedVersion: string | undefined; readonly digest: string },
): FlowState {
  const known = { publishedVersion: importedVersion, digest: importedVersion === "" ? "" : digest };
  return { name, type: "inboundCall", ...known, modulesHeld: {}, organizationId: "" };
}
