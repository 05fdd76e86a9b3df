import type { PlatformClient } from "@genesys-flows/platform";
import { PlannedObjects } from "../../run/planned-objects.ts";
import { flowsOf, type LiveIvr, liveIvrs } from "./live-ivrs.ts";
import { numbersOutside, type OutsideNumbers } from "./pools.ts";
import { heldByIvr, refusesHeld } from "./stack-flows.ts";

/** What is known of the numbers of a stack before it is updated, without a look at flows. */
export interface NumberCheck extends OutsideNumbers {
  /** Number -> the refusal of an update: an IVR that leads to no flow has it. */
  readonly taken: ReadonlyMap<string, string>;
  /** Number -> the IVR that has it: the update takes it only from a flow of its own stack. */
  readonly doubtful: ReadonlyMap<string, string>;
}

/**
 * Compares the numbers that a stack does not have yet with IVRs and DID pools.
 * @param o.ivrs ids of the IVRs of the stack
 * @throws ApiFailure
 */
export async function checkNumbers(
  client: PlatformClient,
  o: { readonly numbers: readonly string[]; readonly ivrs: ReadonlySet<string> },
): Promise<NumberCheck> {
  const ivrs = await liveIvrs(client);
  const holders = new Map<string, LiveIvr>(ivrs.flatMap((ivr) => (ivr.dnis ?? []).map((number) => [number, ivr])));
  const added = o.numbers.filter((number) => !o.ivrs.has(holders.get(number)?.id ?? ""));
  const held = added.flatMap((number) => {
    const ivr = holders.get(number);
    return ivr ? [{ number, ivr }] : [];
  });
  const isIdle = ({ ivr }: (typeof held)[number]) => flowsOf(ivr).length === 0;
  const outside = await numbersOutside({ client }, new PlannedObjects(), added);
  return {
    ...outside,
    taken: new Map(held.filter(isIdle).map(({ number, ivr }) => [number, refusesHeld([number], ivr, "no flow")])),
    doubtful: new Map(
      held
        .filter((one) => !isIdle(one))
        .map(({ number, ivr }) => [
          number,
          `${heldByIvr([number], ivr)}. An update takes it from there only when that leads to a flow of this stack.`,
        ]),
    ),
  };
}
