import {
  commandLine,
  type FlowPlatform,
  flowsOf,
  type LiveIvr,
  nameKey,
  readMark,
  refusesHeld,
  typeOfFlow,
} from "@genesys-flows/platform";
import type { ResourceUrn } from "@genesys-flows/project/state";
import type { Operation } from "../../engine/resource.ts";
import { isOfStack } from "../flow/reading/ownership.ts";
import { flowIdsOf, type Inventory } from "./values.ts";

export interface StackFlows {
  readonly flows: FlowPlatform;
  readonly urn: Pick<ResourceUrn, "project" | "stack">;
  /** Ids of the flows that are or were in the inventory. */
  readonly ids: ReadonlySet<string>;
}

export function stackFlowsOf(flows: FlowPlatform, urn: ResourceUrn, inventories: readonly Inventory[]): StackFlows {
  return { flows, urn, ids: new Set(flowIdsOf(inventories)) };
}

/**
 * The reason why the stack does not take a number from an IVR: the IVR does not route to a flow that this stack
 * manages.
 * @returns undefined for an IVR of this stack
 * @throws ApiFailure
 */
export async function foreignHolder(
  { flows, urn, ids }: StackFlows,
  ivr: LiveIvr,
  numbers: readonly string[],
): Promise<string | undefined> {
  const leadsTo = flowsOf(ivr);
  const foreign: string[] = [];
  for (const id of leadsTo) {
    if (ids.has(id)) continue;
    const flow = await flows.read(id);
    if (isOfStack(flow, urn)) continue;
    const mark = readMark(flow?.description);
    const owner = mark
      ? `, which the stack ${mark.project}/${mark.stack} manages`
      : ", which this stack does not manage";
    foreign.push(`the flow '${flow?.name ?? id}'${owner}`);
  }
  if (leadsTo.length > 0 && foreign.length === 0) return undefined;
  const to = foreign.length > 0 ? foreign.join(" and ") : "no flow";
  return refusesHeld(numbers, ivr, to);
}

export type HasFlow = (id: string, stack: string) => Promise<boolean>;

/**
 * Reports flows with this stack's ownership mark that are not in its state, such as flows that an interrupted run
 * created. Never deletes them. Used in a refresh and for a stack's first inventory, before which an interrupted
 * creation leaves no state to refresh.
 * @param o.hasFlow whether a resource of the stack has a flow; the inventory does not know the flows that the program
 * itself registers
 * @param o.takesOver whether a flow of the inventory with the same key, type and name takes over the live flow in this
 * run
 * @throws ApiFailure
 */
export async function reportOrphans(
  flows: FlowPlatform,
  operation: Operation,
  { inventory, hasFlow, takesOver }: { inventory: Inventory; hasFlow: HasFlow; takesOver: boolean },
): Promise<void> {
  const { urn, log } = operation;
  const known = new Set([...inventory.flows.values()].map(({ id }) => id));
  for (const flow of await flows.markedListed(urn)) {
    const key = readMark(flow.description)?.key;
    if (known.has(flow.id) || key === undefined) continue;
    const type = typeOfFlow(flow);
    const wanted = inventory.flows.get(key);
    if (takesOver && wanted?.type === type && nameKey(wanted.name) === nameKey(flow.name)) continue;
    if (await hasFlow(flow.id, urn.stack)) continue;
    log.warn(
      `The flow '${flow.name}' (${flow.id}) has this stack's ownership mark for '${key}', but is not in the stack's state: an interrupted run may have created it. ` +
        `If a file in the project has the key '${key}', the type ${type} and this name, the next update takes the flow over. Otherwise, the flow is not needed. To delete it, run: ` +
        commandLine("flowctl", `delete ${flow.id}`, urn),
    );
  }
}
