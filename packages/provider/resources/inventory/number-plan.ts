import { chunksOf } from "../../engine/values.ts";
import { NUMBERS_AT_ONCE } from "../architect-ivr.ts";

/** Numbers that move from one IVR to another: the taker's write directly follows the holder's. */
export interface NumberMove {
  readonly from: string;
  readonly to: string;
  readonly numbers: readonly string[];
}

/** Numbers that an IVR gains or loses without another IVR. */
interface NumberChange {
  readonly ivr: string;
  readonly numbers: readonly string[];
}

/** The writes that bring all numbers to the desired state. */
export interface NumberPlan {
  readonly moves: readonly NumberMove[];
  readonly additions: readonly NumberChange[];
  readonly removals: readonly NumberChange[];
}

/**
 * Plans the writes.
 *
 * @param o.desired number -> id of the IVR that should have it
 * @param o.live id of each IVR -> the numbers that it has
 * @param o.managed ids of the IVRs whose numbers only this stack writes: other numbers are removed
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
