import { own } from "../own.ts";
import { type FieldReference, referencesIn } from "../resources/references.ts";
import { listResources, type Resource } from "../resources/resource-table.ts";
import type { Store } from "../store/store.ts";
import { numbersOf } from "./did-pools.ts";
import { ivr } from "./ivrs.ts";
import { emergencyGroup } from "./opening-hours.ts";

/** The time at which an IVR routes calls to a flow. */
export type RouteTime = "always" | "open hours" | "closed hours" | "holidays" | "emergency";

export interface CallRoute {
  readonly flowId: string;
  readonly ivr: Resource;
  readonly numbers: readonly string[];
  readonly times: readonly RouteTime[];
  /** The schedule group that determines the hours, or the emergency group. */
  readonly group?: { readonly kind: "scheduleGroup" | "emergencyGroup"; readonly resource: Resource };
}

const HOURS: Readonly<Record<string, RouteTime>> = {
  openHoursFlow: "open hours",
  closedHoursFlow: "closed hours",
  holidayHoursFlow: "holidays",
};

/**
 * The routes of calls from IVRs and their numbers to flows, with their times, sorted by IVR. Emergency groups are last.
 * It is assumed that an IVR without a schedule group always routes calls to its flow for open hours.
 */
export function callRoutes(store: Store): CallRoute[] {
  const ivrs = byId(store, ivr.kind);
  const groups = byId(store, "scheduleGroup");
  return [
    ...[...ivrs.values()].flatMap((one) => routesByHours(one, groups)),
    ...listResources(store, emergencyGroup.kind).flatMap((group) => routesInEmergency(group, ivrs)),
  ];
}

function byId(store: Store, kind: string): Map<string, Resource> {
  return new Map(listResources(store, kind).map((one) => [one.id, one]));
}

function routesByHours(one: Resource, groups: ReadonlyMap<string, Resource>): CallRoute[] {
  const found = referencesIn(one.document, ivr.references ?? {});
  const resource = groups.get(found.find(({ kind }) => kind === "scheduleGroup")?.id ?? "");
  const timeOf = ({ field }: FieldReference): RouteTime =>
    field === "openHoursFlow" && !resource ? "always" : (own(HOURS, field) ?? "always");
  const byFlow = Map.groupBy(
    found.filter(({ kind }) => kind === "flow"),
    ({ id }) => id,
  );
  return [...byFlow].map(([flowId, fields]) => ({
    flowId,
    ivr: one,
    numbers: numbersOf(one),
    times: fields.map(timeOf),
    ...(resource && { group: { kind: "scheduleGroup", resource } }),
  }));
}

function routesInEmergency(resource: Resource, ivrs: ReadonlyMap<string, Resource>): CallRoute[] {
  const entries = resource.document["emergencyCallFlows"];
  return (Array.isArray(entries) ? entries : []).flatMap((entry) => {
    const found = referencesIn({ emergencyCallFlows: [entry] }, emergencyGroup.references ?? {});
    const flow = found.find(({ kind }) => kind === "flow");
    if (!flow) return [];
    return found.flatMap(({ kind, id }): CallRoute[] => {
      const one = kind === ivr.kind ? ivrs.get(id) : undefined;
      if (!one) return [];
      const group = { kind: "emergencyGroup", resource } as const;
      return [{ flowId: flow.id, ivr: one, numbers: numbersOf(one), times: ["emergency"], group }];
    });
  });
}
