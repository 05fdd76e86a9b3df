import { listResources, type Resource } from "../resources/resource-table.ts";
import type { Store } from "../store/store.ts";

/** Every number that an IVR has taken. */
export function assignedNumbers(store: Store): { number: string; ivr: Resource }[] {
  return listResources(store, "ivr").flatMap((ivr) =>
    (ivr.document["dnis"] as string[]).map((number) => ({ number, ivr })),
  );
}
