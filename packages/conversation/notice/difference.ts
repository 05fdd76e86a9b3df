import type { Perceived, Perception } from "./perceived.ts";

/** The first noticeable difference between two conversations. */
export interface Difference {
  /** What happened to people before the change, worded to follow `instead of`. */
  readonly before: string;
  /** What happens to people after the change. */
  readonly now: string;
  /** Number of events before the difference, in each conversation. */
  readonly events: { readonly before: number; readonly after: number };
}

/**
 * Finds the first difference between a conversation before and after a change. Speech that is only split differently
 * counts as equal.
 * @returns `unknown` when one of the conversations is truncated before they differ
 */
export function differenceOf(before: Perception, after: Perception): Difference | "none" | "unknown" {
  let [a, b] = [0, 0];
  for (;;) {
    const runs = [wordsFrom(before.things, a), wordsFrom(after.things, b)] as const;
    if (runs[0].count > 0 && runs[0].text === runs[1].text) {
      a += runs[0].count;
      b += runs[1].count;
      continue;
    }
    const [was, is] = [before.things[a], after.things[b]];
    if (!was && !is) return before.isCut || after.isCut ? "unknown" : factsDifference(before, after);
    // The rest of a truncated conversation could be anything.
    if (!was || !is) return "unknown";
    if (was.does !== is.does) return different(was, is, { before: before.at[a] ?? 0, after: after.at[b] ?? 0 });
    a += 1;
    b += 1;
  }
}

/** Consecutive words that are heard or read without anything in between. */
function wordsFrom(things: readonly Perceived[], from: number): { readonly text: string; readonly count: number } {
  const texts: string[] = [];
  const by = things[from]?.words?.by;
  for (let at = from; at < things.length; at++) {
    const thing = things[at];
    if (!thing?.words || thing.words.by !== by || (at > from && thing.begins)) break;
    texts.push(thing.words.text.trim());
  }
  return { text: `${by} ${texts.join(" ")}`, count: texts.length };
}

function different(was: Perceived, is: Perceived, events: Difference["events"]): Difference {
  const isSameWay = was.words !== undefined && was.words.by === is.words?.by;
  return { before: isSameWay ? JSON.stringify(was.words?.text) : was.doing, now: is.does, events };
}

function factsDifference(before: Perception, after: Perception): Difference | "none" {
  const names = [...new Set([...before.facts.keys(), ...after.facts.keys()])].sort();
  const name = names.find((one) => before.facts.get(one) !== after.facts.get(one));
  if (name === undefined) return "none";
  const [was, is] = [before.facts.get(name), after.facts.get(name)];
  return {
    before: was === undefined ? "none" : JSON.stringify(was),
    now: is === undefined ? `have no ${name}` : `have ${name} ${JSON.stringify(is)}`,
    events: { before: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY },
  };
}
