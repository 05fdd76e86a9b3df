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
   * Who and when, from the audits, if the flow itself does not record them: ` by Ann at 2026-01-02T03:04:05.000Z`;
   * empty if
   * unknown.
   */
  readonly by: string;
}

/** How a live flow differs from the version that this stack last published. */
export interface Drift {
  /** The version that this stack last published. */
  readonly ours: Released;
  readonly events: readonly DriftEvent[];
  /** Its new name; undefined when the name is the same. */
  readonly renamedTo?: string;
  /** Set if the live version is not from this stack. */
  readonly published?: {
    /** This stack's version; empty if unknown. */
    readonly from: string;
    /** The live version; empty without one. */
    readonly to: string;
  };
}

type Adopted = RecordedFlow["inputs"];

/**
 * The state of an adopted flow, as of the export that its document comes from (`importedVersion`). The import records
 * the live version in the state; if that version was published after the export, it is drift. Returns the state
 * unchanged if this stack has published the flow, if the document has the state's content or had it at the last update,
 * or if no version is given.
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

/** A live flow as seen from this stack. */
export interface Seen {
  readonly whose: Whose;
  readonly drift?: Drift;
}

/** What a live flow is compared with to find drift, besides the state. */
export interface DriftContext {
  readonly organisation: Omit<VersionReader, "signal">;
  readonly operation: { readonly signal: AbortSignal };
  /**
   * The desired name, and the version that was taken into the source. If the flow already has them, that is not drift.
   */
  readonly wanted: { readonly name: string | undefined } & Pick<FlowSettings, "taken">;
  readonly desired?: DesiredContent | undefined;
  readonly interrupted?: InterruptedPublish | undefined;
}

/**
 * Who published the live version of a flow, and what somebody changed outside this stack. @throws ApiFailure, as
 * `whoseVersion` does
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

/** The live version, if it is not the one that this stack last published. */
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

/** Reads flows outside a run. */
interface RecordReader extends VersionReader {
  /** The organisation's id. */
  readonly id: string;
  readonly publishNotes: PublishNotes;
}

/**
 * Who published the live version of a flow, and what somebody changed outside the stack, as an update of the flow will
 * see it.
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

/**
 * A state for a flow that no state contains. An adopted flow starts from the version that its file was exported from.
 */
function unrecorded({ name }: FlowEntity, { importedVersion: version = "", digest = "" }: Adopted): PublishedFlow {
  return { name, publishedVersion: version, digest: version === "" ? "" : digest, organizationId: "" };
}
