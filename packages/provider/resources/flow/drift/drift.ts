import { takenVersion } from "@genesys-flows/architect/settings";
import type { Operation, ResourceUrn } from "../../../engine/resource.ts";
import { type FlowEntity, isPublishedByPerson, publisherOf } from "../reading/entities.ts";
import { readMark } from "../reading/mark.ts";
import { ownershipOf } from "../reading/ownership.ts";
import { type FlowInputs, type FlowState, isImported, type Released } from "../values.ts";

/** How a live flow differs from what this stack published last. */
export interface Drift {
  /** What this stack published last. */
  readonly ours: Released;
  /** Who did what, when: `published by Ann at 2026-01-02T03:04:05.000Z, version 1.0 → 2.0`. */
  readonly events: readonly string[];
  /** Its new name; undefined when the name is the same. */
  readonly renamedTo?: string;
  /** Set when a version is live that is not from this stack. */
  readonly published?: {
    /** The version of this stack; empty where it is not known. */
    readonly from: string;
    /** The live version; empty without one. */
    readonly to: string;
  };
}

/** What this stack published last: a refresh may have taken somebody else's version into the state. */
export function releasedOf(state: FlowState): Released {
  const { name, publishedVersion: version, digest, publishedBy } = state;
  return state.released ?? { name, version, digest, publishedBy };
}

type Adopted = Pick<FlowInputs, "importedVersion" | "digest">;

/**
 * The state of an adopted flow from the view of its document. A version that was published after the document's export
 * (`importedVersion`) is in the state by the import, but it is drift. Returns the state itself where this stack has published
 * the flow, where the document has the state's content or had it at the last update, and where no version is given.
 */
export function sinceAdoption(
  flow: FlowEntity,
  state: FlowState,
  { inputs, oldInputs }: { inputs: Adopted; oldInputs: Adopted },
): FlowState {
  const { importedVersion: version, digest } = inputs;
  const imported = releasedOf(state);
  const wasTaken = oldInputs.digest === imported.digest && oldInputs.importedVersion === version;
  // A mark is from an interrupted run of this stack, or from one whose state was lost: it published after the export.
  if (version === undefined || !isImported(state) || readMark(flow.description)) return state;
  if (version === imported.version || digest === imported.digest || wasTaken) return state;
  return { ...state, released: { name: imported.name, version, digest: "" } };
}

/**
 * What somebody changed outside this stack; undefined without a change.
 *
 * @param context.wanted the desired name and digest, and the version that was taken into the source: where the flow already has them, that
 *   is not drift
 */
export function driftOf(
  flow: FlowEntity,
  state: FlowState,
  context: { urn: Operation["urn"]; wanted: Pick<FlowInputs, "name" | "digest" | "taken"> },
): Drift | undefined {
  const ours = releasedOf(state);
  const to = flow.publishedVersion?.id ?? "";
  const { wanted } = context;
  const isTaken = to !== "" && takenVersion(wanted).version === to;
  const published = to !== ours.version && !isTaken && !publishedHere(flow, context.urn, ours, wanted.digest);
  const renamed = flow.name !== ours.name && flow.name !== wanted.name;
  if (!published && !renamed) return undefined;
  return {
    ours,
    events: [
      ...(renamed ? [`renamed from '${ours.name}' to '${flow.name}'`] : []),
      ...(published ? [publication(flow, ours.version)] : []),
    ],
    ...(renamed && { renamedTo: flow.name }),
    ...(published && { published: { from: ours.version, to } }),
  };
}

/** A live version that is not what this stack published last. */
export function publishedSince(flow: FlowEntity, ours: Released): Drift {
  const to = flow.publishedVersion?.id ?? "";
  return { ours, events: [publication(flow, ours.version)], published: { from: ours.version, to } };
}

function publication(flow: FlowEntity, from: string): string {
  const live = flow.publishedVersion;
  if (!live) return `unpublished: version ${from} is no longer live`;
  const who = publisherOf(flow);
  const by = `published${who ? ` by ${who}` : ""}${live.datePublished ? ` at ${live.datePublished}` : ""}`;
  return `${by}, version ${from ? `${from} → ` : ""}${live.id}`;
}

/**
 * Whether this stack published the live version although its state does not know it: a run was killed between publishing
 * and saving. An edit in Architect keeps the mark in the description, so a mark alone is no proof: the publisher must be the
 * one in the state, or, where no person published, the digest must be the desired one and not yet known to be published.
 */
function publishedHere(flow: FlowEntity, urn: ResourceUrn, known: Released, wantedDigest: string | undefined): boolean {
  const ownership = ownershipOf(flow, urn);
  if (ownership.kind !== "ours") return false;
  const { digest } = ownership.mark;
  if (known.publishedBy !== undefined && known.publishedBy === publisherOf(flow)) return true;
  // The job of this stack succeeded, but what it published could not be read.
  if (known.version === "" && (known.digest === "" || known.digest === digest)) return true;
  if (known.publishedBy !== undefined && isPublishedByPerson(flow)) return false;
  return digest === wantedDigest && wantedDigest !== known.digest;
}
