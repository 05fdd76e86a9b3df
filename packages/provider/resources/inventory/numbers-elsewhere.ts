import { commandLine, lookAgain, numberElsewhere, type Organisation } from "@genesys-flows/platform";
import type { Existing, Operation } from "../../engine/resource.ts";
import { contextOf } from "../plain/live.ts";
import { LiveIvrs } from "./live-ivrs.ts";
import { type InventoryChange, inventoryOf, knownIvrs, numbersChanged } from "./values.ts";

/**
 * The inventory in the source and in the state. An earlier release repeats inputs in the state (values.ts, `stateOf`).
 */
export interface SeenInventory extends Omit<Existing, "id"> {
  readonly operation: Operation;
}

interface Elsewhere {
  readonly key: string;
  readonly text: string;
}

/**
 * Reports numbers that the source and the last update route to a flow but that are now routed elsewhere. Checks this
 * several times. Makes no request for a stack without numbers.
 * @returns the IVRs of the organisation, by id; undefined for a stack without numbers
 * @throws ApiFailure, the signal's reason
 */
export async function reportNumbers(
  organisation: Organisation,
  { operation, inputs, state }: SeenInventory,
): Promise<Pick<LiveIvrs, "get"> | undefined> {
  const change: InventoryChange = { before: inventoryOf(state), after: inventoryOf(inputs) };
  const { before, after } = change;
  if (before.numbers.size === 0) return undefined;
  const { log, signal, urn } = operation;
  const context = contextOf(organisation, operation);
  const look = async () => {
    const ivrs = await LiveIvrs.read(context, knownIvrs(state, before));
    const found = [...before.numbers].flatMap(([number, key]): Elsewhere[] => {
      if (after.numbers.get(number) !== key) return [];
      const text = numberElsewhere(number, { ivr: ivrs.holderOf(number), flowId: before.flows.get(key)?.id });
      return text === undefined ? [] : [{ key, text }];
    });
    return { ivrs, found };
  };
  const isSettled = ({ found }: { readonly found: readonly Elsewhere[] }) => found.length === 0;
  const waits = organisation.pace.doubtMs;
  const { ivrs, found } = await lookAgain(await look(), look, { waits, signal, isSettled });
  const next = numbersChanged(change)
    ? "The update changes the numbers to match the source."
    : `This update does not change the number. To route it to the flow again:\n  ${commandLine("pulumi", "up --refresh", urn)}`;
  for (const { key, text } of found) {
    log.note({ code: "number-elsewhere", severity: "warning", flow: key, message: `${text} ${next}` });
  }
  return ivrs;
}
