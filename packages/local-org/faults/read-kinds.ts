import { own } from "../own.ts";

/** Reads that can be late, each by itself: of one flow, of many, by name, of dependency tracking, of IVRs. */
export const readKinds = ["id", "list", "search", "dependencies", "ivrs"] as const;
export type ReadKind = (typeof readKinds)[number];

const BY_OPERATION: Readonly<Record<string, ReadKind>> = {
  getFlow: "id",
  // The lookup is what became of `GET /flows?id=` (reference/platform-api.md §3.5): a listing.
  getFlowsLookup: "list",
  getArchitectDependencytracking: "dependencies",
  getArchitectDependencytrackingConsumedresources: "dependencies",
  getArchitectDependencytrackingConsumingresources: "dependencies",
  getArchitectDependencytrackingUpdatedresourceconsumers: "dependencies",
  getArchitectDependencytrackingDeletedresourceconsumers: "dependencies",
  getArchitectDependencytrackingObject: "dependencies",
  getArchitectIvrs: "ivrs",
  getArchitectIvr: "ivrs",
};
const LISTINGS: ReadonlySet<string> = new Set(["getFlows", "getFlowsDivisionviews"]);
/** What makes a listing of flows a search. */
const SEARCHED = ["name", "nameOrDescription", "description"];

/** What kind of read a call is; undefined for all that is never late. `search` is the query as sent. */
export function readKindOf(operation: string | undefined, search: string): ReadKind | undefined {
  if (operation === undefined) return undefined;
  if (!LISTINGS.has(operation)) return own(BY_OPERATION, operation);
  const query = new URLSearchParams(search);
  return SEARCHED.some((name) => query.get(name)) ? "search" : "list";
}
