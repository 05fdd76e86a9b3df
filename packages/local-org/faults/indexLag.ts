import type { Store } from "../store/store.ts";
import { anyFaults, storedFaults } from "./faultTable.ts";

/** How far dependency tracking is behind, in milliseconds; 0 without such a fault. */
export function indexLagMs(store: Store): number {
  if (!anyFaults(store)) return 0;
  return Math.max(0, ...storedFaults(store).map((fault) => fault.rule.do.indexLag?.ms ?? 0));
}
