import { messageOf } from "@genesys-flows/architect/printable";
import type { LiveIvr } from "@genesys-flows/platform";
import { chunksOf } from "../../engine/values.ts";
import { NUMBERS_AT_ONCE } from "../architect-ivr.ts";
import type { LifeContext } from "../plain/spec.ts";
import type { LiveIvrs } from "./live-ivrs.ts";
import { foreignHolder, type StackFlows } from "./stack-flows.ts";
import type { Inventory } from "./values.ts";

/** Numbers that move from one IVR to another: the write of the new IVR immediately follows the write of the old IVR. */
interface NumberMove {
  readonly from: string;
  readonly to: string;
  readonly numbers: readonly string[];
}

/** Numbers that an IVR gains or loses without involving another IVR. */
interface NumberChange {
  readonly ivr: string;
  readonly numbers: readonly string[];
}

export interface NumberPlan {
  readonly moves: readonly NumberMove[];
  readonly additions: readonly NumberChange[];
  readonly removals: readonly NumberChange[];
}

/**
 * Plans the writes.
 * @param o.desired number -> id of the IVR that should have it
 * @param o.live id of each IVR -> the numbers that it has
 * @param o.managed ids of the IVRs whose numbers only this stack writes; other numbers of these IVRs are removed
 */
export function planNumbers(o: {
  readonly desired: ReadonlyMap<string, string>;
  readonly live: ReadonlyMap<string, readonly string[]>;
  readonly managed: ReadonlySet<string>;
}): NumberPlan {
  const holders = new Map([...o.live].flatMap(([ivr, numbers]) => numbers.map((number) => [number, ivr] as const)));
  const moves = new Map<string, { from: string; to: string; numbers: string[] }>();
  const additions = new Map<string, string[]>();
  for (const [number, to] of o.desired) {
    const from = holders.get(number);
    if (from === to) continue;
    if (from === undefined) additions.set(to, [...(additions.get(to) ?? []), number]);
    else {
      const pair = JSON.stringify([from, to]);
      const move = moves.get(pair) ?? { from, to, numbers: [] };
      move.numbers.push(number);
      moves.set(pair, move);
    }
  }
  const removals = [...o.live].flatMap(([ivr, numbers]) => {
    const superfluous = o.managed.has(ivr) ? numbers.filter((number) => !o.desired.has(number)) : [];
    return superfluous.length > 0 ? [{ ivr, numbers: superfluous }] : [];
  });
  return {
    moves: [...moves.values()].flatMap((move) =>
      chunksOf(move.numbers, NUMBERS_AT_ONCE).map((numbers) => ({ ...move, numbers })),
    ),
    additions: [...additions].flatMap(([ivr, all]) =>
      chunksOf(all, NUMBERS_AT_ONCE).map((numbers) => ({ ivr, numbers })),
    ),
    removals,
  };
}

/** Number -> id of the IVR that should have it. @throws Error for a flow without an IVR */
function numbersByIvr(inventory: Inventory): Map<string, string> {
  return new Map(
    [...inventory.numbers].map(([number, key]) => {
      const ivr = inventory.ivrs.get(key);
      if (ivr === undefined)
        throw new Error(`The number ${number} is routed to '${key}', which has no IVR in \`ivrs\`.`);
      return [number, ivr];
    }),
  );
}

/**
 * Updates all numbers to the desired state: first adds new numbers, then moves numbers with one pair of writes at a
 * time, then removes numbers. If the new IVR cannot receive a number, the update fails and the old IVR receives the
 * number again.
 * @throws Error with the numbers and their current IVRs; earlier writes are kept
 */
export async function settleNumbers(
  context: LifeContext,
  o: { readonly inventory: Inventory; readonly ivrs: LiveIvrs; readonly flows: StackFlows },
): Promise<void> {
  const { inventory, ivrs, flows } = o;
  const plan = planNumbers({
    desired: numbersByIvr(inventory),
    live: ivrs.numbers,
    managed: new Set([...inventory.ivrs.values()].filter((id) => id !== undefined)),
  });
  const refusals = await Promise.all(
    plan.moves.map(async ({ from, numbers }) => {
      const holder = ivrs.get(from);
      return holder && (await foreignHolder(flows, holder, numbers));
    }),
  );
  const refused = refusals.filter((text) => text !== undefined);
  if (refused.length > 0) throw new Error([...new Set(refused)].join("\n"));
  for (const { ivr, numbers } of plan.additions) {
    await ivrs.add(ivr, numbers);
    context.log.info(`${numbers.join(", ")}: now routes to '${nameOf(ivrs.get(ivr))}'.`);
  }
  for (const move of plan.moves) await moveNumbers(context, ivrs, move);
  for (const { ivr, numbers } of plan.removals) {
    await ivrs.remove(ivr, numbers);
    context.log.info(`${numbers.join(", ")}: no longer routes to '${nameOf(ivrs.get(ivr))}'.`);
  }
}

/** How long a started move may take after the update was cancelled. */
const AFTER_CANCEL_MS = 20_000;

/**
 * Writes the old IVR, then immediately the new one. A started move is completed even if the update is cancelled:
 * afterwards, the numbers are in the new IVR or back in the old one.
 * @throws Error with the current IVR if the new IVR did not receive the numbers; Error if the update was cancelled
 */
async function moveNumbers(context: LifeContext, ivrs: LiveIvrs, { from, to, numbers }: NumberMove): Promise<void> {
  const names = { from: nameOf(ivrs.get(from)), to: nameOf(ivrs.get(to)) };
  const what = numbers.join(", ");
  try {
    await ivrs.remove(from, numbers);
    await ivrs.add(to, numbers);
  } catch (error) {
    const { aborted } = context.signal;
    const reason = aborted ? "The update was cancelled." : messageOf(error);
    let arrived: boolean;
    try {
      const calm = aborted ? await ivrs.uncancelled(AbortSignal.timeout(AFTER_CANCEL_MS)) : ivrs;
      arrived = await calm.has(to, numbers);
      if (!arrived && !(await calm.has(from, numbers))) await calm.add(from, numbers);
    } catch (second) {
      throw new Error(
        `${what} could not be moved from '${names.from}' to '${names.to}', nor returned to '${names.from}'. Calls may not reach any flow now. ` +
          `Run the update again immediately to complete the move.\n${reason}\n${messageOf(second)}`,
      );
    }
    if (arrived && aborted) throw new Error(`${reason} ${what} now routes to '${names.to}'.`);
    if (!arrived) {
      throw new Error(
        `${what} could not be moved from '${names.from}' to '${names.to}', and still routes to '${names.from}'. Run the update again.\n${reason}`,
      );
    }
  }
  context.log.info(`${what}: moved from '${names.from}' to '${names.to}'.`);
}

function nameOf(ivr: LiveIvr | undefined): string {
  return ivr?.name ?? "(a deleted IVR)";
}
