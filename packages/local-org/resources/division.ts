import type { Store } from "../store/store.ts";
import { findResource, type Resource } from "./resource-store.ts";

/** What belongs to it belongs to every division (`StarrableDivision` of OpenAPI). */
export const ALL_DIVISIONS = "*";

/** The division that everything belongs to unless another is named. @throws Error for a store without an organisation */
export function homeDivision(store: Store): Resource {
  const row = store.get<{ id: string }>("SELECT divisionId AS id FROM home_division");
  const home = row && findResource(store, "division", row.id);
  if (!home) throw new Error("The organisation has no home division.");
  return home;
}
