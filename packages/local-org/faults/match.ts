import { createHash } from "node:crypto";
import { own } from "../own.ts";
import { fits, type PatternPart } from "../wildcard.ts";
import type { FaultCondition, ReadKind } from "./schema.ts";

/** The parts of a request that conditions use. */
export interface FaultedCall {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Absent if no route matches. */
  readonly operation?: string;
  readonly client?: string;
}

/** Whether the fault counts a request. */
export function matches({ method, path, operation, client }: FaultCondition, call: FaultedCall): boolean {
  if (method && ![method].flat().some((name) => name === call.method)) return false;
  if (operation && ![operation].flat().includes(call.operation ?? "")) return false;
  if (client !== undefined && client !== call.client) return false;
  return path === undefined || fits(pathPattern(path), call.path);
}

/**
 * Whether the fault affects the n-th matching request. The same seed produces the same sequence of events in any
 * process.
 */
export function isDue(
  { calls, probability }: FaultCondition,
  o: { readonly call: number; readonly seed: number; readonly position: number },
): boolean {
  if (calls && !isCounted(calls, o.call)) return false;
  return probability === undefined || chance(o) < probability;
}

/** A number from 0 to 1 that depends only on seed, fault and request. */
export function chance({ seed, position, call }: { seed: number; position: number; call: number }): number {
  return createHash("sha256").update(`${seed} ${position} ${call}`).digest().readUInt32BE(0) / 2 ** 32;
}

function isCounted(calls: NonNullable<FaultCondition["calls"]>, call: number): boolean {
  if (typeof calls === "number" || Array.isArray(calls)) return [calls].flat().includes(call);
  const { from = 1, to = Number.POSITIVE_INFINITY, every = 1 } = calls;
  return call >= from && call <= to && (call - from) % every === 0;
}

/** `*` matches a segment or a part of it, `**` matches anything. */
function pathPattern(pattern: string): PatternPart[] {
  return pattern.split(/(\*\*|\*)/).map((part) => {
    if (part === "**") return { permits: () => true };
    return part === "*" ? { permits: (character) => character !== "/" } : part;
  });
}

const BY_OPERATION: Readonly<Record<string, ReadKind>> = {
  getFlow: "id",
  // The lookup replaces `GET /flows?id=` (reference/platform-api.md §3.5), which is a listing.
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

/** Parameters that turn a listing of flows into a search. */
const SEARCHED = ["name", "nameOrDescription", "description"];

/** The kind of read of a request; undefined for requests that are never late. `search` is the query as sent. */
export function readKindOf(operation: string | undefined, search: string): ReadKind | undefined {
  if (operation === undefined) return undefined;
  if (!LISTINGS.has(operation)) return own(BY_OPERATION, operation);
  const query = new URLSearchParams(search);
  return SEARCHED.some((name) => query.get(name)) ? "search" : "list";
}
