import type { Operation } from "../../engine/resource.ts";
import { commandLine } from "../../text/command-line.ts";
import { typeOfFlow } from "../flow/reading/entities.ts";
import { readMark } from "../flow/reading/mark.ts";
import { type FlowPlatform, nameKey } from "../flow/reading/platform.ts";
import type { Inventory } from "./values.ts";

/**
 * Flows that have this stack's ownership mark and that it does not know, as an interrupted run leaves them. They are reported,
 * never deleted. In a refresh, and with a stack's first inventory: before that, a killed creation left no state to refresh.
 *
 * @param o.takesOver whether a flow of the inventory that has key, type and name takes the live flow over in this run
 * @throws ApiFailure
 */
export async function reportOrphans(
  flows: FlowPlatform,
  operation: Operation,
  { inventory, takesOver }: { inventory: Inventory; takesOver: boolean },
): Promise<void> {
  const { urn, log } = operation;
  const known = new Set([...inventory.flows.values()].map(({ id }) => id));
  for (const flow of await flows.marked(urn)) {
    const key = readMark(flow.description)?.key;
    if (known.has(flow.id) || key === undefined) continue;
    const type = typeOfFlow(flow);
    const wanted = inventory.flows.get(key);
    if (takesOver && wanted?.type === type && nameKey(wanted.name) === nameKey(flow.name)) continue;
    log.warn(
      `The flow '${flow.name}' (${flow.id}) has the ownership mark of '${key}' of this stack, and the stack does not know it: an interrupted run may have created it. ` +
        `While a file of the project describes a flow of that name and the type ${type} with the key '${key}', the next update takes it over. Otherwise nothing needs it any more; this deletes it: ` +
        commandLine("flowctl", `delete ${flow.id}`, urn),
    );
  }
}
