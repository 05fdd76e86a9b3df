import type { Operation, ResourceUrn } from "../../../engine/resource.ts";
import { type FlowEntity, isPublishedByPerson, publisherOf } from "../reading/entities.ts";
import { readMark } from "../reading/mark.ts";
import { ownershipOf } from "../reading/ownership.ts";
import { type FlowInputs, type FlowState, isImported, type Released } from "../values.ts";

/** How a flow lives otherwise than this stack left it. */
export interface Drift {
  /** What this stack published last. */
  readonly ours: Released;
  /** Who did what, when: `published by Ann at 2026-01-02T03:04:05.000Z, version 1.0 → 2.0`. */
  readonly events: readonly string[];
  /** The name that it was given; undefined when it kept its own. */
  readonly renamedTo?: string;
  /** Set when a version is live that is not ours. */
  readonly published?: {
    /** Ours; empty where it is not known. */
    readonly from: string;
    /** The live one; empty where none is. */
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
 * The state of an adopted flow as its document knows it: what was published after the export that the document is
 * (`importedVersion`) is in the state by the import, and nobody decided on it. The state itself where this stack has
 * published the flow, where the document is what the state has or was so at the last update, and where no version is given.
 */
export function sinceAdoption(
  flow: FlowEntity,
  state: FlowState,
  { inputs, oldInputs }: { inputs: Adopted; oldInputs: Adopted },
): FlowState {
  const { importedVersion: version, digest } = inputs;
  const imported = releasedOf(state);
  const wasTaken = oldInputs.digest === imported.digest && oldInputs.importedVersion === version;
  // A mark is of a run of this stack that was killed, or whose state was lost: it published after the export.
  if (version === undefined || !isImported(state) || readMark(flow.description)) return state;
  if (version === imported.version || digest === imported.digest || wasTaken) return state;
  return { ...state, released: { name: imported.name, version, digest: "" } };
}

/**
 * What somebody changed outside of this stack; undefined when nothing.
 *
 * @param context.wanted what the stack wants to be live: a name or a digest that was reached already is no drift
 */
export function driftOf(
  flow: FlowEntity,
  state: FlowState,
  context: { urn: Operation["urn"]; wanted: { name: string | undefined; digest: string | undefined } },
): Drift | undefined {
  const ours = releasedOf(state);
  const to = flow.publishedVersion?.id ?? "";
  const published = to !== ours.version && !publishedHere(flow, context.urn, ours, context.wanted.digest);
  const renamed = flow.name !== ours.name && flow.name !== context.wanted.name;
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
  if (!live) return `unpublished: version ${from} is live no more`;
  const who = publisherOf(flow);
  const by = `published${who ? ` by ${who}` : ""}${live.datePublished ? ` at ${live.datePublished}` : ""}`;
  return `${by}, version ${from ? `${from} → ` : ""}${live.id}`;
}

/**
 * Whether the live version was published by this stack although its state does not know it: a run was killed between
 * publishing and saving. An edit in Architect keeps the mark in the description, so a mark alone is no proof: the publisher
 * must be the one that the state knows, or, where that is not a person's doing, the digest the one that is wanted now and not
 * yet known to be published.
 */
function publishedHere(flow: FlowEntity, urn: ResourceUrn, known: Released, wantedDigest: string | undefined): boolean {
  const ownership = ownershipOf(flow, urn);
  if (ownership.kind !== "ours") return false;
  const { digest } = ownership.mark;
  if (known.publishedBy !== undefined && known.publishedBy === publisherOf(flow)) return true;
  // Our job ended well, but what it published could not be read.
  if (known.version === "" && (known.digest === "" || known.digest === digest)) return true;
  if (known.publishedBy !== undefined && isPublishedByPerson(flow)) return false;
  return digest === wantedDigest && wantedDigest !== known.digest;
}
