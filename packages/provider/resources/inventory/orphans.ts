import { commandLine, type FlowPlatform, nameKey, readMark, typeOfFlow } from "@genesys-flows/platform";
import type { Operation } from "../../engine/resource.ts";
import type { Inventory } from "./values.ts";

/** Whether a resource of a stack has the flow with an id. */
export type HasFlow = (id: string, stack: string) => Promise<boolean>;

/**
 * Reports flows that have this stack's ownership mark but are not in its state, as an interrupted run leaves them. Never
 * deletes them. For a refresh, and for a stack's first inventory: before it, an interrupted creation left no state to refresh.
 *
 * @param o.hasFlow whether a resource of the stack has a flow: the inventory does not know those that the program itself registers
 * @param o.takesOver whether a flow of the inventory with key, type and name takes the live flow over in this run
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
      `The flow '${flow.name}' (${flow.id}) has the ownership mark of '${key}' of this stack, but is not in the stack's state: an interrupted run may have created it. ` +
        `If a file of the project has the key '${key}', the type ${type} and that name, the next update takes the flow over. Otherwise nothing needs the flow. To delete it, run: ` +
        commandLine("flowctl", `delete ${flow.id}`, urn),
    );
  }
}
