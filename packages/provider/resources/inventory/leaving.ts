import type { FlowType } from "@genesys-flows/architect";
import { flowTypes } from "@genesys-flows/architect/flow-types";
import { namedKind, nounOf, outsideUsersOfFlow, type User } from "@genesys-flows/platform";
import { namedBy } from "../../run/desired.ts";
import type { StackRun } from "../../run/stack-run.ts";
import type { FlowAccess } from "../flow/life/flow-organisation.ts";
import { isOfStack, usersText } from "../flow/reading/ownership.ts";
import { openFor } from "../plain/live.ts";
import { ownId } from "../plain/properties.ts";
import type { DeletionGuard } from "../plain/spec.ts";
import type { Inventory, InventoryChange } from "./values.ts";

/** An object of the stack that the program no longer registers. */
export interface Leaving {
  readonly id: string;
  readonly name: string;
  /** Noun used in messages: `flow`, `queue`. */
  readonly noun: string;
  /** Key of a flow; for any other object, its reference: `queue:Sales`. */
  readonly key: string;
  readonly type?: FlowType;
  /** The type in dependency tracking; undefined for objects that it does not track. */
  readonly objectType?: string;
}

/** The objects that leave the stack: the state has their ids, the program does not. */
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
    const { kind, name } = namedBy(key);
    const objectType = namedKind(kind)?.objectType;
    return [{ id, name, key, noun: nounOf(kind), ...(objectType && { objectType }) }];
  });
  return [...flows, ...objects];
}

/**
 * If one flow leaves and a flow of the same type with a different name is added, both may be the same flow with a
 * different file name. The update would delete the flow and create a new one with a new id. A flow whose name does not
 * change is kept (`run/holdings.ts`).
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
    if (leaving.length !== 1 || coming.length !== 1 || !old || !fresh || old.name === fresh.name) return [];
    const file = run.desired?.flows.get(String(newKey))?.file ?? String(newKey);
    return [
      `The update would delete the ${type} '${old.name}' (key '${oldKey}') and create '${fresh.name}' (key '${newKey}'). If this is the same flow with ` +
        `a different file name, add \`formerly: [${oldKey}]\` to ${file}: the flow then keeps its id, versions and callers.`,
    ];
  });
}

/** Ids of all objects of a type that are in the state of a stack or were in it when this run began. */
type HeldIds = (token: string, stack: string) => Promise<readonly string[]>;

/**
 * Called before `destroy` deletes an IVR whose numbers an inventory writes. Its flow is deleted next; if the platform
 * refused that deletion, the numbers would not be routed to any flow. In a run with a program, the inventory has
 * already checked this. The program is responsible for an IVR with its own `dnis`.
 * @throws Error that lists the other users of the flow
 */
export function deadNumbersGuard(access: FlowAccess): DeletionGuard {
  return async (ivr) => {
    const flowId = ivr.state["openHoursFlowId"];
    if (ivr.declared || ivr.inputs["dnis"] !== undefined || typeof flowId !== "string") return;
    const what = `The numbers of '${String(ivr.state["name"])}' are not deleted: its flow`;
    await refuseWhileUsed(access, { object: ivr, flowId, what, own: () => Promise.resolve(new Set([ivr.id])) });
  };
}

/**
 * The same check before `destroy` deletes the route of an e-mail address. Other routes of the flow do not count as
 * users.
 */
export function deadAddressGuard(access: FlowAccess, heldIds: HeldIds): DeletionGuard {
  return async (route) => {
    const { flowId, pattern, domainId } = route.state;
    if (route.declared || typeof flowId !== "string") return;
    const what = `The e-mail address ${String(pattern)}@${String(domainId)} is not deleted: its flow`;
    const own = async () => new Set((await heldIds(route.urn.type, route.urn.stack)).map(ownId));
    await refuseWhileUsed(access, { object: route, flowId, what, own });
  };
}

/**
 * @throws Error if objects outside the stack use the flow that an object routes to: the platform would not delete the
 * flow
 */
async function refuseWhileUsed(
  access: FlowAccess,
  o: {
    readonly object: Parameters<DeletionGuard>[0];
    readonly flowId: string;
    readonly what: string;
    readonly own: () => Promise<ReadonlySet<string>>;
  },
): Promise<void> {
  const { object, flowId, what } = o;
  const { flows } = await openFor(access, object.state);
  const flow = await flows.read(flowId);
  if (!flow || !isOfStack(flow, object.urn)) return;
  const staying: User[] = [];
  for (const user of await outsideUsersOfFlow(flows, flow, await o.own())) {
    const other = /FLOW$/.test(user.type) ? await flows.read(user.id) : undefined;
    if (!isOfStack(other, object.urn)) staying.push(user);
  }
  if (staying.length === 0) return;
  throw new Error(
    `${what} '${flow.name}' (${flowId}) cannot be deleted, because objects outside this stack use it:\n` +
      `${usersText(staying)}\nRemove the flow from these objects first. Nothing that belongs to the flow was deleted.`,
  );
}
