import type { FlowSettings } from "@genesys-flows/architect/settings";
import type { PublishNotes } from "@genesys-flows/project/publish-notes";
import type { PublishedFlow, RecordedFlow } from "@genesys-flows/project/state";
import { driftOf, type Seen, sinceAdoption } from "./drift.ts";
import type { FlowEntity } from "./entities.ts";
import { interruptedPublish } from "./interrupted-publish.ts";
import type { DesiredContent, VersionReader } from "./whose-version.ts";

/** What the source says of a flow. */
interface WantedFlow extends DesiredContent {
  readonly name: string;
  readonly settings: Pick<FlowSettings, "taken" | "importedVersion">;
}

/** Where flows are read outside a run. */
interface RecordReader extends VersionReader {
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
  const log = { debug() {}, progress() {} };
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
): PublishedFlow {
  const known = { publishedVersion: importedVersion, digest: importedVersion === "" ? "" : digest };
  return { name, ...known, organizationId: "" };
}
