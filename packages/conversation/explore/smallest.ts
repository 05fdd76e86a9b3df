import type { Json } from "../expression/values.ts";
import type { Transcript, WorldAnswer } from "../run/types.ts";
import type { GivenAnswer, GivenVariable } from "./choices.ts";
import { placeKey } from "./places.ts";
import { takenIn } from "./taken.ts";

/**
 * The kinds of values that the world provides in a conversation: whether each output and variable is set, zero, true or
 * false.
 */
function* givenIn(answers: readonly GivenAnswer[]): Generator<string> {
  for (const { asked, answer } of answers) {
    if ("does" in answer) continue;
    if (asked.startsWith("variable ")) yield `${asked} ${kindOf((answer as GivenVariable).value)}`;
    for (const [name, value] of Object.entries((answer as WorldAnswer).outputs ?? {}))
      yield `${asked} ${name} ${kindOf(value)}`;
  }
}

/**
 * Each successful transfer, with the act or answer before it. The answer may be a failed transfer to another target.
 */
function* transfersIn({ events }: Transcript): Generator<string> {
  let before = "";
  for (const one of events) {
    if (one.event === "does") before = `${placeKey(one.place)} > ${JSON.stringify(one.act)}`;
    if (one.event !== "asks") continue;
    const now = `${placeKey(one.place)} > ${one.answer.path}`;
    if (one.answer.path === "transferred") yield `${before} > ${now}`;
    before = now;
  }
}

function kindOf(value: Json | undefined): string {
  if (typeof value === "boolean") return String(value);
  return value === 0 ? "zero" : typeof (value ?? undefined);
}

/**
 * Selects a small set of conversations that has the same coverage as all conversations. Repeatedly selects the
 * conversation that adds the most coverage; among equals, the one with the fewest answers, then the first one.
 * Conversations that stop at an undocumented action are left out.
 */
export function smallest<One extends { readonly answers: readonly GivenAnswer[]; readonly transcript: Transcript }>(
  conversations: readonly One[],
): readonly One[] {
  const left = conversations
    .filter(({ transcript }) => transcript.ending.ends !== "stopped")
    .map((one) => ({
      one,
      taken: new Set([...takenIn(one.transcript), ...givenIn(one.answers), ...transfersIn(one.transcript)]),
    }));
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
