import type { Operation } from "../../engine/resource.ts";
import type { Properties } from "../../engine/values.ts";
import { commandLine } from "../../text/command-line.ts";
import { flowsOf, type LiveIvr, type LiveIvrs } from "./live-ivrs.ts";
import { type InventoryChange, inventoryOf, numbersChanged } from "./values.ts";

/** The inventory in the state, and in the source. */
export interface SeenInventory {
  readonly operation: Operation;
  readonly inputs: Properties;
  /** With what an earlier release repeats of the inputs (values.ts, `stateOf`). */
  readonly state: Properties;
}

/** Where a number leads instead of to a flow; undefined where it leads to it. */
export function numberElsewhere(
  number: string,
  { ivr, flowId }: { readonly ivr: LiveIvr | undefined; readonly flowId: string | undefined },
): string | undefined {
  if (!ivr) return `No IVR has the number ${number}.`;
  if (flowId !== undefined && flowsOf(ivr).includes(flowId)) return undefined;
  return `The number ${number} belongs to the IVR '${ivr.name}', which does not lead to it.`;
}

/**
 * Reports numbers that the last update led to a flow, that the source leads there too, and that lead elsewhere now.
 * @param ivrs as they are now
 */
export function reportNumbers({ operation, inputs, state }: SeenInventory, ivrs: LiveIvrs): void {
  const change: InventoryChange = { before: inventoryOf(state), after: inventoryOf(inputs) };
  const { before, after } = change;
  const next = numbersChanged(change)
    ? "The update writes the numbers as the source has them."
    : `This update leaves it as it is. To lead it to the flow again:\n  ${commandLine("pulumi", "up --refresh", operation.urn)}`;
  for (const [number, key] of before.numbers) {
    if (after.numbers.get(number) !== key) continue;
    const text = numberElsewhere(number, { ivr: ivrs.holderOf(number), flowId: before.flows.get(key)?.id });
    if (text === undefined) continue;
    operation.log.note({ code: "number-elsewhere", severity: "warning", flow: key, message: `${text} ${next}` });
  }
}
