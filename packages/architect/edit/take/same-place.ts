import { canonical } from "../../archy/normal.ts";
import type { ArchyPath, ArchyValue } from "../../archy/types.ts";
import { getText, isMap, singleEntry } from "../../archy/values.ts";
import { commonItems } from "../../diff/align.ts";

type Pairs = ReadonlyMap<number, number>;

/**
 * Maps paths in an older document to paths in a newer one. A key of a mapping maps to the same key. A list item maps to
 * an equal item, otherwise to an item of the same kind and name, otherwise to an item of the same kind between mapped
 * items.
 */
export class SamePlaces {
  readonly #before: ArchyValue;
  readonly #after: ArchyValue;
  readonly #pairs = new Map<readonly ArchyValue[], Pairs>();

  constructor(before: ArchyValue, after: ArchyValue) {
    this.#before = before;
    this.#after = after;
  }

  of(path: ArchyPath): ArchyPath | undefined {
    let [before, after] = [this.#before, this.#after];
    const found: (string | number)[] = [];
    for (const step of path) {
      let to: string | number | undefined;
      if (Array.isArray(before) && Array.isArray(after)) to = this.#paired(before, after).get(Number(step));
      else if (isMap(before) && isMap(after) && Object.hasOwn(after, step)) to = String(step);
      if (to === undefined) return undefined;
      found.push(to);
      before = (before as Record<string, ArchyValue>)[step] as ArchyValue;
      after = (after as Record<string, ArchyValue>)[to] as ArchyValue;
    }
    return found;
  }

  #paired(before: readonly ArchyValue[], after: readonly ArchyValue[]): Pairs {
    const known = this.#pairs.get(before);
    if (known) return known;
    const pairs = pairsOf(before, after);
    this.#pairs.set(before, pairs);
    return pairs;
  }
}

/** The index in the newer list of each item in an older one; pairs do not cross. */
export function pairsOf(before: readonly ArchyValue[], after: readonly ArchyValue[]): Pairs {
  const pairs = new Map<number, number>();
  pairUp({ before, after, pairs }, [canonical, identity, kindOf], [0, before.length, 0, after.length]);
  return pairs;
}

interface Lists {
  readonly before: readonly ArchyValue[];
  readonly after: readonly ArchyValue[];
  readonly pairs: Map<number, number>;
}

/** Pairs the items of two ranges by the first key, and the items between the pairs by the next one. */
function pairUp(
  lists: Lists,
  [keyOf, ...others]: readonly ((item: ArchyValue) => string)[],
  [from, to, start, end]: readonly [number, number, number, number],
): void {
  if (!keyOf || from === to || start === end) return;
  const common = commonItems(lists.before.slice(from, to).map(keyOf), lists.after.slice(start, end).map(keyOf));
  let [i, j] = [from, start];
  for (const [a, b] of [...common, [to - from, end - start] as const]) {
    pairUp(lists, others, [i, from + a, j, start + b]);
    if (from + a < to) lists.pairs.set(from + a, start + b);
    [i, j] = [from + a + 1, start + b + 1];
  }
}

function identity(item: ArchyValue): string {
  const [kind, body] = singleEntry(item) ?? [];
  return kind === undefined ? "" : `${kind} ${getText(body, "name") ?? ""}`;
}

function kindOf(item: ArchyValue): string {
  return singleEntry(item)?.[0] ?? (Array.isArray(item) ? "list" : isMap(item) ? "mapping" : "value");
}
