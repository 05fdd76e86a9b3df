import type { Store } from "../store/store.ts";
import { anyFaults, storedFaults } from "./fault-table.ts";
import type { FaultEffect } from "./schema.ts";

/** How far dependency tracking is behind, in milliseconds; 0 without such a fault. */
export function indexLagMs(store: Store): number {
  if (!anyFaults(store)) return 0;
  return Math.max(0, ...storedFaults(store).map(({ rule }) => lagOf(rule.do.indexLag)));
}

function lagOf({ ms, seconds }: NonNullable<FaultEffect["indexLag"]> = {}): number {
  return ms ?? (seconds ?? 0) * 1000;
}
