import type { Store } from "../store/store.ts";
import { dependenciesOf } from "./dependency-table.ts";
import { allFlows, type FlowRow } from "./flow-table.ts";

/** A flow's snapshot of a common module or a bot, from when the flow was published. */
export interface Snapshot {
  readonly caller: FlowRow;
  /** The embedded flow as it is now. */
  readonly source: FlowRow;
  /** The version of the snapshot. */
  readonly held: number;
  /** Whether a newer version is published than the caller holds, so that the caller is stale. */
  readonly stale: boolean;
}

/** Flows that are not deleted, by name. */
export function presentFlows(store: Store): FlowRow[] {
  return allFlows(store)
    .filter((flow) => !flow.deleted)
    .sort((a, b) => a.name.localeCompare(b.name, "en") || a.type.localeCompare(b.type, "en"));
}

/** What the published versions of the flows hold, by caller. */
export function snapshots(store: Store, flows: readonly FlowRow[] = presentFlows(store)): Snapshot[] {
  const byId = new Map(flows.map((flow) => [flow.id, flow]));
  return flows.flatMap((caller) => {
    if (caller.publishedVersion === null) return [];
    return dependenciesOf(store, caller.id, caller.publishedVersion).flatMap(({ objectId, objectVersion }) => {
      const source = byId.get(objectId);
      if (!source || objectVersion === null) return [];
      return [{ caller, source, held: objectVersion, stale: objectVersion < (source.publishedVersion ?? 0) }];
    });
  });
}
