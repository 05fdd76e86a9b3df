import type { Seed } from "./seed.ts";

/** A resource that a program registers. */
export interface CreatedObject {
  /** Its type: `genesyscloud:index/routingQueue:RoutingQueue`. */
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The list of a seed that has the objects of a resource type. */
const LISTS: Readonly<Record<string, keyof Seed>> = {
  ArchitectDatatable: "dataTables",
  ArchitectEmergencygroup: "emergencyGroups",
  ArchitectSchedulegroups: "scheduleGroups",
  ArchitectSchedules: "schedules",
  ArchitectUserPrompt: "prompts",
  AuthDivision: "divisions",
  Flow: "flows",
  RoutingQueue: "queues",
  RoutingSkill: "skills",
  RoutingWrapupcode: "wrapupCodes",
};

/** A seed without what a program creates itself: the platform refuses a second object of a name. */
export function withoutCreated(seed: Seed, created: readonly CreatedObject[]): Seed {
  const left: Record<string, unknown> = { ...seed };
  for (const { type, inputs } of created) {
    const kind = type.split(":").at(-1) ?? "";
    const list = LISTS[kind];
    const name = String(inputs["name"]).toLowerCase();
    if (list !== undefined)
      left[list] = (left[list] as readonly { name: string }[]).filter((entry) => entry.name.toLowerCase() !== name);
    if (kind === "TelephonyProvidersEdgesDidPool")
      left["didPools"] = outside(left["didPools"] as Seed["didPools"], inputs);
  }
  return left as unknown as Seed;
}

function outside(pools: Seed["didPools"], inputs: CreatedObject["inputs"]): Seed["didPools"] {
  const [start, end] = [String(inputs["startPhoneNumber"]), String(inputs["endPhoneNumber"])];
  return pools.filter((pool) => pool.start.length !== start.length || pool.start > end || pool.end < start);
}
