import { type FlowPlatform, flowsOf, type LiveIvr, readMark, refusesHeld } from "@genesys-flows/platform";
import type { ResourceUrn } from "@genesys-flows/project/state";
import { isOfStack } from "../flow/reading/ownership.ts";
import { flowIdsOf, type Inventory } from "./values.ts";

/** The flows that belong to the stack of an inventory. */
export interface StackFlows {
  readonly flows: FlowPlatform;
  readonly urn: Pick<ResourceUrn, "project" | "stack">;
  /** Ids of the flows that the inventory has, or had. */
  readonly ids: ReadonlySet<string>;
}

export function stackFlowsOf(flows: FlowPlatform, urn: ResourceUrn, inventories: readonly Inventory[]): StackFlows {
  return { flows, urn, ids: new Set(flowIdsOf(inventories)) };
}

/**
 * Why the stack takes no number from an IVR: it leads to a flow that this stack does not manage, or to none.
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
