import type { Store } from "../store/store.ts";
import { embeddedFlows } from "./dependency-table.ts";
import { allFlows, type FlowRow, flowById } from "./flow-table.ts";
import { versionOf } from "./version-table.ts";

/** A flow's snapshot of a common module or a bot, taken when the flow was published. */
export interface Snapshot {
  readonly caller: FlowRow;
  /** The embedded flow in its current state. */
  readonly source: FlowRow;
  readonly held: number;
  /** Whether the published version is newer than the snapshot, so that the caller is stale. */
  readonly stale: boolean;
}

const byName = new Intl.Collator("en");

/** Flows that are not deleted, by name. */
export function presentFlows(store: Store): FlowRow[] {
  return allFlows(store)
    .filter((flow) => !flow.deleted)
    .sort((a, b) => byName.compare(a.name, b.name) || byName.compare(a.type, b.type));
}

/** The snapshots that published versions of the flows hold, by caller. */
export function snapshots(store: Store, flows: readonly FlowRow[] = presentFlows(store)): Snapshot[] {
  const byId = new Map(flows.map((flow) => [flow.id, flow]));
  const held = Map.groupBy(embeddedFlows(store), ({ flowId }) => flowId);
  return flows.flatMap((caller) =>
    (held.get(caller.id) ?? []).flatMap(({ objectId, objectVersion }) => {
      const source = byId.get(objectId);
      return source ? [snapshot(caller, source, objectVersion)] : [];
    }),
  );
}

/** The snapshots that a flow's published version holds, in document order. */
export function heldBy(store: Store, caller: FlowRow): Snapshot[] {
  return embeddedFlows(store, { flowId: caller.id }).flatMap(({ objectId, objectVersion }) => {
    const source = flowById(store, objectId);
    return source && !source.deleted ? [snapshot(caller, source, objectVersion)] : [];
  });
}

/** The snapshots of a flow in the published versions of its callers: stale ones first, then by name. */
export function holdersOf(store: Store, source: FlowRow): Snapshot[] {
  return embeddedFlows(store, { objectId: source.id })
    .map(({ flowId, objectVersion }) => snapshot(flowById(store, flowId) as FlowRow, source, objectVersion))
    .sort(staleFirst);
}

/** Sorts callers: stale ones first, then by name. */
export function staleFirst(a: Snapshot, b: Snapshot): number {
  return Number(b.stale) - Number(a.stale) || byName.compare(a.caller.name, b.caller.name);
}

/**
 * When callers with an older snapshot became stale: the publication time of the published version, in epoch
 * milliseconds. `flowctl verify` reports the same for a cloud organisation.
 */
export function staleSince(store: Store, source: FlowRow): number | undefined {
  return versionOf(store, source.id, source.publishedVersion)?.publishedAt ?? undefined;
}

function snapshot(caller: FlowRow, source: FlowRow, held: number): Snapshot {
  return { caller, source, held, stale: held < (source.publishedVersion ?? 0) };
}
