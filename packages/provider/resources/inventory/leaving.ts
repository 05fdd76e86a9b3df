import { type FlowType, flowTypes, type ReferenceKind } from "@genesys-flows/architect";
import { ApiFailure } from "../../api/failure.ts";
import type { StackRun } from "../../run/stack-run.ts";
import { describeUser, type User } from "../flow/reading/dependencies.ts";
import { type Dependency, type FlowEntity, typeOfFlow } from "../flow/reading/entities.ts";
import type { FlowPlatform } from "../flow/reading/platform.ts";
import { namedKind, nounOf } from "../names/named-kinds.ts";
import type { Inventory, InventoryChange } from "./values.ts";

/** Something that the stack had and that the program does not register any more. */
export interface Leaving {
  readonly id: string;
  readonly name: string;
  /** What a person calls it: `flow`, `queue`. */
  readonly noun: string;
  /** Key of the flow; the reference of anything else: `queue:Sales`. */
  readonly key: string;
  /** Type of a flow. */
  readonly type?: FlowType;
  /** As dependency tracking calls it; undefined for what it does not track. */
  readonly objectType?: string;
}

/** What leaves the stack: whatever the state had and the program does not have, by id. */
export function leavingOf(before: Inventory, after: Inventory): Leaving[] {
  const flowIds = new Set([...after.flows.values()].map(({ id }) => id));
  const flows = [...before.flows].flatMap(([key, { id, name, type }]): Leaving[] => {
    if (id === undefined || flowIds.has(id)) return [];
    const flowType = type as FlowType;
    return [{ id, name, key, noun: "flow", type: flowType, objectType: flowTypes[flowType]?.dependencyType }];
  });
  const objectIds = new Set(after.objects.values());
  const objects = [...before.objects].flatMap(([key, id]): Leaving[] => {
    if (id === undefined || objectIds.has(id)) return [];
    const at = key.indexOf(":");
    const kind = key.slice(0, at) as ReferenceKind;
    const objectType = namedKind(kind)?.objectType;
    return [{ id, name: key.slice(at + 1), key, noun: nounOf(kind), ...(objectType && { objectType }) }];
  });
  return [...flows, ...objects];
}

/**
 * Who else than this stack uses what leaves: flows of the stack are left out, as are its IVRs. A flow whose published version
 * does not use it any more is no user.
 *
 * @param own ids of the flows and IVRs of the stack, of those that leave too
 * @throws ApiFailure
 */
export async function outsideUsers(flows: FlowPlatform, leaving: Leaving, own: ReadonlySet<string>): Promise<User[]> {
  if (leaving.objectType === undefined) return [];
  const consumers = await consumersOf(flows, { id: leaving.id, objectType: leaving.objectType });
  const others = new Map(consumers.filter(({ id }) => !own.has(id)).map((user) => [user.id, user]));
  const users = await Promise.all([...others.values()].map((user) => describeUser(flows, user, leaving.id)));
  return users.filter(({ uses }) => uses);
}

/** Nobody uses what is gone already. */
async function consumersOf(flows: FlowPlatform, object: { id: string; objectType: string }): Promise<Dependency[]> {
  try {
    return await flows.consumersOf(object);
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === "not-found") return [];
    throw error;
  }
}

/** Who uses a flow. @throws ApiFailure */
export function outsideUsersOfFlow(
  flows: FlowPlatform,
  flow: FlowEntity,
  own: ReadonlySet<string> = new Set(),
): Promise<User[]> {
  const type = typeOfFlow(flow);
  const { dependencyType: objectType } = flowTypes[type];
  return outsideUsers(flows, { id: flow.id, name: flow.name, noun: "flow", key: flow.name, type, objectType }, own);
}

/**
 * Where one flow of a type goes and one comes, it may be the same flow under another file name: the update would delete it and
 * create another one with another id.
 */
export function renameSuspicions({ before, after }: InventoryChange, run: StackRun): string[] {
  const former = new Set([...(run.desired?.flows.values() ?? [])].flatMap(({ formerly }) => formerly));
  const gone = [...before.flows].filter(([key]) => !after.flows.has(key) && !former.has(key));
  const come = [...after.flows].filter(([key]) => !before.flows.has(key));
  const byType = Map.groupBy(gone, ([, { type }]) => type);
  return [...byType].flatMap(([type, leaving]) => {
    const coming = come.filter(([, flow]) => flow.type === type);
    const [[oldKey, old] = []] = leaving;
    const [[newKey, fresh] = []] = coming;
    if (leaving.length !== 1 || coming.length !== 1 || !old || !fresh) return [];
    const file = run.desired?.flows.get(String(newKey))?.file ?? String(newKey);
    return [
      `The ${type} '${old.name}' (key '${oldKey}') would be deleted and '${fresh.name}' (key '${newKey}') created. If that is the same flow under another ` +
        `file name, add \`formerly: [${oldKey}]\` to ${file}: it keeps its id, its versions and its callers then.`,
    ];
  });
}
