import type { FlowType } from "@genesys-flows/architect";
import { flowTypes } from "@genesys-flows/architect/flow-types";
import { namedKind, nounOf, outsideUsersOfFlow, type User } from "@genesys-flows/platform";
import { namedBy } from "../../run/desired.ts";
import type { StackRun } from "../../run/stack-run.ts";
import type { FlowAccess } from "../flow/life/flow-organisation.ts";
import { isOfStack, usersText } from "../flow/reading/ownership.ts";
import { openFor } from "../plain/live.ts";
import type { DeletionGuard } from "../plain/spec.ts";
import type { Inventory, InventoryChange } from "./values.ts";

/** An object of the stack that the program no longer registers. */
export interface Leaving {
  readonly id: string;
  readonly name: string;
  /** What messages call it: `flow`, `queue`. */
  readonly noun: string;
  /** Key of the flow; the reference of anything else: `queue:Sales`. */
  readonly key: string;
  readonly type?: FlowType;
  /** As dependency tracking calls it; undefined for what it does not track. */
  readonly objectType?: string;
}

/** What leaves the stack: what the state has and the program does not have, by id. */
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
 * When one flow of a type leaves and one of another name is added, it may be the same flow with another file name: the update would
 * delete it and create another one with another id. A flow whose name stays is kept (`run/holdings.ts`).
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
        `another file name, add \`formerly: [${oldKey}]\` to ${file}: the flow then keeps its id, versions and callers.`,
    ];
  });
}

/**
 * Before `destroy` deletes an IVR whose numbers an inventory writes: its flow is deleted next, and when that is refused, the
 * numbers would lead nowhere. With a program, the inventory has already checked it. An IVR with its own `dnis` is left to its program.
 * @throws Error that lists the other users of the flow
 */
export function deadNumbersGuard(access: FlowAccess): DeletionGuard {
  return async (ivr) => {
    const flowId = ivr.state["openHoursFlowId"];
    if (ivr.declared || ivr.inputs["dnis"] !== undefined || typeof flowId !== "string") return;
    const { flows } = await openFor(access, ivr.state);
    const flow = await flows.read(flowId);
    if (!flow || !isOfStack(flow, ivr.urn)) return;
    const staying: User[] = [];
    for (const user of await outsideUsersOfFlow(flows, flow, new Set([ivr.id]))) {
      const other = /FLOW$/.test(user.type) ? await flows.read(user.id) : undefined;
      if (!isOfStack(other, ivr.urn)) staying.push(user);
    }
    if (staying.length === 0) return;
    throw new Error(
      `The numbers of '${String(ivr.state["name"])}' stay: its flow '${flow.name}' (${flowId}) cannot be deleted, because objects outside this stack use it:\n` +
        `${usersText(staying)}\nRemove it from these first. Nothing of this flow was deleted.`,
    );
  };
}
