import { type FlowSettings, takenVersion } from "@genesys-flows/architect/settings";
import type { PublishNotes } from "@genesys-flows/project/publish-notes";
import {
  isImported,
  type PublishedFlow,
  type RecordedFlow,
  type Released,
  releasedOf,
} from "@genesys-flows/project/state";
import { type FlowEntity, publisherOf } from "./entities.ts";
import { type InterruptedPublish, interruptedPublish } from "./interrupted-publish.ts";
import type { FlowPlatform } from "./platform.ts";
import { type DesiredContent, type VersionReader, type Whose, whoseVersion } from "./whose-version.ts";

interface DriftEvent {
  /** `published by Ann at 2026-01-02T03:04:05.000Z, version 1.0 → 2.0`, `renamed from 'Sales' to 'Orders'`. */
  readonly what: string;
  /**
   * The person and the time, read from the audits if the flow itself does not record them:
   * ` by Ann at 2026-01-02T03:04:05.000Z`; empty if unknown.
   */
  readonly by: string;
}

/** The difference between a live flow and the version that this stack last published. */
export interface Drift {
  /** The version that this stack last published. */
  readonly ours: Released;
  readonly events: readonly DriftEvent[];
  /** The flow's new name; undefined if it was not renamed. */
  readonly renamedTo?: string;
  /** Set if this stack did not publish the live version. */
  readonly published?: {
    /** The version that this stack last published; empty if unknown. */
    readonly from: string;
    /** The live version; empty if the flow is not published. */
    readonly to: string;
  };
}

type Adopted = RecordedFlow["inputs"];

/**
 * The state of an adopted flow, reset to the version that its document was exported from (`importedVersion`). The
 * import records the live version in the state. If somebody published that version after the export, it counts as
 * drift. Returns the state unchanged if this stack has published the flow, if no version is given, or if the content
 * of the document matches the state, either now or at the last update.
 */
export function sinceAdoption<State extends PublishedFlow>(
  state: State,
  { inputs, oldInputs }: { inputs: Adopted; oldInputs: Adopted },
): State {
  const { importedVersion: version, digest } = inputs;
  const imported = releasedOf(state);
  const wasTaken = oldInputs.digest === imported.digest && oldInputs.importedVersion === version;
  if (version === undefined || !isImported(state)) return state;
  if (version === imported.version || digest === imported.digest || wasTaken) return state;
  return { ...state, released: { name: imported.name, version, digest: "" } };
}

/** Who published a live flow, and its drift from this stack's version. */
export interface Seen {
  readonly whose: Whose;
  readonly drift?: Drift;
}

/** The input to drift detection, apart from the state. */
export interface DriftContext {
  readonly organisation: Omit<VersionReader, "signal">;
  readonly operation: { readonly signal: AbortSignal };
  /**
   * The desired name, and the version that was taken into the source. A flow that already has this name or version has
   * not drifted.
   */
  readonly wanted: { readonly name: string | undefined } & Pick<FlowSettings, "taken">;
  readonly desired?: DesiredContent | undefined;
  readonly interrupted?: InterruptedPublish | undefined;
}

/**
 * Finds out who published the live version of a flow, and which changes were made outside this stack.
 * @throws ApiFailure, as `whoseVersion` does
 */
export async function driftOf(flow: FlowEntity, state: PublishedFlow, context: DriftContext): Promise<Seen> {
  const { wanted, desired, interrupted, organisation, operation } = context;
  const known = releasedOf(state);
  const question = { flow, ours: known, taken: takenVersion(wanted), interrupted, desired };
  const whose = await whoseVersion(question, { ...organisation, signal: operation.signal });
  const ours = publishedLast(whose, known, flow);
  const renamed = ![known.name, ours.name, wanted.name, interrupted?.note.name].includes(flow.name);
  if (whose.kind === "ours" && !renamed) return { whose };
  const { events = [], published } =
    whose.kind === "theirs" ? await publishedSince(flow, whose.ours, organisation) : {};
  if (!renamed) return { whose, drift: { ours, events, published } };
  const what = `renamed from '${ours.name}' to '${flow.name}'`;
  const rename = { what, by: await organisation.flows.renamedBy(flow) };
  return { whose, drift: { ours, events: [rename, ...events], renamedTo: flow.name, published } };
}

/** The version that this stack last published, according to the state or an interrupted run. */
function publishedLast(whose: Whose, known: Released, flow: FlowEntity): Released {
  if (whose.kind === "theirs") return whose.ours;
  if (whose.by !== "run") return known;
  return { ...known, version: flow.publishedVersion?.id ?? "", digest: whose.digest, publishedBy: publisherOf(flow) };
}

/** The drift of a flow whose live version is not the version that this stack last published. */
export async function publishedSince(
  flow: FlowEntity,
  ours: Released,
  { flows }: Pick<VersionReader, "flows">,
): Promise<Drift> {
  const to = flow.publishedVersion?.id ?? "";
  return { ours, events: [await publication(flow, ours.version, flows)], published: { from: ours.version, to } };
}

async function publication(flow: FlowEntity, from: string, flows: FlowPlatform): Promise<DriftEvent> {
  const live = flow.publishedVersion;
  if (!live) {
    return { what: `unpublished: version ${from} is no longer live`, by: await flows.unpublishedBy(flow) };
  }
  const who = publisherOf(flow);
  const done = `published${who ? ` by ${who}` : ""}${live.datePublished ? ` at ${live.datePublished}` : ""}`;
  return { what: `${done}, version ${from ? `${from} → ` : ""}${live.id}`, by: "" };
}

/** `The flow 'Sales' was changed outside this stack: published by Ann at 2026-01-02T03:04:05.000Z, version 1.0 → 2.0.` */
export function headlineOf({ ours, events }: Drift): string {
  return `The flow '${ours.name}' was changed outside this stack: ${events.map(({ what, by }) => what + by).join("; ")}.`;
}

export interface DeletedOutside {
  readonly id: string;
  /** `flow 'Sales'` */
  readonly what: string;
  /** ` by Ann at 2026-01-02T03:04:05.000Z`; empty if unknown. */
  readonly by: string;
}

export function deletedText({ id, what, by }: DeletedOutside): string {
  return `The ${what} (${id}) was deleted outside this stack${by}.`;
}

interface WantedFlow extends DesiredContent {
  readonly name: string;
  readonly settings: Pick<FlowSettings, "taken" | "importedVersion">;
}

/** Reads flows when no update is running. */
interface RecordReader extends VersionReader {
  /** The organisation's id. */
  readonly id: string;
  readonly publishNotes: PublishNotes;
}

/**
 * Finds out who published the live version of a flow, and which changes were made outside the stack. The result is
 * the same as in an update of the flow.
 * @param o.recorded the flow in the state; undefined if the state does not contain it or cannot be read
 * @throws ApiFailure, as `whoseVersion` does
 */
export async function seenOutsideRun(
  flow: FlowEntity,
  { recorded, wanted }: { readonly recorded: RecordedFlow | undefined; readonly wanted: WantedFlow },
  reader: RecordReader,
): Promise<Seen> {
  const { importedVersion, taken } = wanted.settings;
  const adopted = { importedVersion, digest: wanted.digest };
  const state = recorded
    ? sinceAdoption(recorded.state, { inputs: adopted, oldInputs: recorded.inputs })
    : unrecorded(flow, adopted);
  const log = { debug() {}, progress() {} };
  const interrupted =
    recorded && (await interruptedPublish(reader, { ...recorded, log, signal: reader.signal }, recorded));
  const context = { organisation: reader, operation: reader, desired: wanted, interrupted };
  return driftOf(flow, state, { ...context, wanted: { name: wanted.name, taken } });
}

/** The assumed state of an unrecorded flow. An adopted flow starts from the version that its file was exported from. */
function unrecorded({ name }: FlowEntity, { importedVersion: version = "", digest = "" }: Adopted): PublishedFlow {
  return { name, publishedVersion: version, digest: version === "" ? "" : digest, organizationId: "" };
}
