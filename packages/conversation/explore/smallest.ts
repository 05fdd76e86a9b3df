import type { Transcript } from "../run/types.ts";
import type { GivenAnswer } from "./choices.ts";
import { takenIn } from "./taken.ts";

/**
 * A smallest set of conversations that does everything that all of them do: by turns, the one that adds most; of several, the one with
 * the fewest answers, then the first. Conversations that stop at what nobody knows are left out.
 */
export function smallest<One extends { readonly answers: readonly GivenAnswer[]; readonly transcript: Transcript }>(
  conversations: readonly One[],
): readonly One[] {
  const left = conversations
    .filter(({ transcript }) => transcript.ending.ends !== "stopped")
    .map((one) => ({ one, taken: takenIn(one.transcript) }));
  const missing = new Set(left.flatMap(({ taken }) => [...taken]));
  const chosen: One[] = [];
  while (missing.size > 0) {
    let best: { readonly one: One; readonly taken: ReadonlySet<string>; readonly adds: number } | undefined;
    for (const { one, taken } of left) {
      let adds = 0;
      for (const each of taken) if (missing.has(each)) adds += 1;
      const isShorter = adds === best?.adds && one.answers.length < best.one.answers.length;
      if (adds > (best?.adds ?? 0) || isShorter) best = { one, taken, adds };
    }
    if (!best) break;
    chosen.push(best.one);
    for (const each of best.taken) missing.delete(each);
  }
  return chosen;
}
