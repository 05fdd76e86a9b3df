import type { ArchyMap, ArchyPath, ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { isSame } from "../rewrite/rewrite.ts";
import { pairsOf } from "./same-place.ts";

/**
 * Applies the changes between two exported versions to the content of a file. Values that the platform adds or rewrites
 * in every export are in both versions, so they do not count as changes.
 *
 * @param o.isPublished whether the base is the published version of this file. If so, any difference between them is
 *   the platform's notation, not an edit
 * @returns the new content of the file, and the paths at which the change cannot be made because the file also differs
 *   from the base
 */
export function mergeExport(
  { source, base, live }: { readonly source: ArchyValue; readonly base: ArchyValue; readonly live: ArchyValue },
  o: { readonly isPublished: boolean },
): { readonly data: ArchyValue; readonly conflicts: readonly ArchyPath[] } {
  const merging = new Merging(o.isPublished);
  const data = merging.value([], source, base, live);
  return { data: data ?? null, conflicts: merging.conflicts };
}

type Maybe = ArchyValue | undefined;

class Merging {
  readonly conflicts: ArchyPath[] = [];
  readonly #isPublished: boolean;

  constructor(isPublished: boolean) {
    this.#isPublished = isPublished;
  }

  /**
   * A part that the file leaves to the platform is copied as a whole, because the platform completes a partially
   * specified part differently.
   */
  value(path: ArchyPath, source: Maybe, base: Maybe, live: Maybe): Maybe {
    if (isSame(base, live) || isSame(source, live)) return source;
    if (isMap(source) && isMap(base) && isMap(live)) return this.#mapping(path, source, base, live);
    if (Array.isArray(source) && Array.isArray(base) && Array.isArray(live))
      return this.#list(path, source, base, live);
    if (!this.#isPublished && source !== undefined && !isWithin(source, base)) this.conflicts.push(path);
    return live;
  }

  #mapping(path: ArchyPath, source: ArchyMap, base: ArchyMap, live: ArchyMap): Maybe {
    const order = inOrderOf(Object.keys(source), Object.keys(live));
    const entries = order.flatMap((key): [string, ArchyValue][] => {
      const value = this.value([...path, key], own(source, key), own(base, key), own(live, key));
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(entries);
  }

  #list(
    path: ArchyPath,
    source: readonly ArchyValue[],
    base: readonly ArchyValue[],
    live: readonly ArchyValue[],
  ): ArchyValue {
    const changed = pairsOf(base, live);
    const back = new Map([...changed].map(([before, now]) => [now, before]));
    const written = this.#writtenItems(source, base);
    const found = new Map([...written].map(([at, before]) => [before, at]));
    /** If an item was moved: the item in the source's notation. Otherwise, the item itself. */
    const movedOr = (item: ArchyValue): ArchyValue => {
      const at = found.get(base.findIndex((one, index) => !changed.has(index) && isSame(one, item)));
      return at === undefined ? item : (source[at] as ArchyValue);
    };
    /**
     * Items of the source in the order of the live version. Items that only the source has remain after the item that
     * precedes them.
     */
    const items: ArchyValue[] = [];
    const takeOwn = (from: number) => {
      for (let at = from; at < source.length && !written.has(at); at++) items.push(source[at] as ArchyValue);
    };
    takeOwn(0);
    for (const [now, item] of live.entries()) {
      const before = back.get(now);
      const at = before === undefined ? undefined : found.get(before);
      if (at === undefined || before === undefined) {
        // An item that is in both versions but not in the source was removed in the source.
        if (before === undefined) items.push(movedOr(item));
        else if (!isSame(base[before], item)) this.conflicts.push(path);
        continue;
      }
      const merged = this.value([...path, at], source[at], base[before], item);
      if (merged !== undefined) items.push(merged);
      takeOwn(at + 1);
    }
    for (const [at, before] of written) {
      if (changed.has(before)) continue;
      if (!this.#isPublished && !isWithin(source[at], base[before])) this.conflicts.push([...path, at]);
      takeOwn(at + 1);
    }
    return items;
  }

  /**
   * Maps the index of an item in the source to its index in the base. The platform preserves the order and number of
   * published items.
   */
  #writtenItems(source: readonly ArchyValue[], base: readonly ArchyValue[]): ReadonlyMap<number, number> {
    return this.#isPublished && source.length === base.length
      ? new Map(source.map((_, index) => [index, index]))
      : pairsOf(source, base);
  }
}

/**
 * Whether a version's value contains everything in the source's value. It may also contain values that the platform
 * added.
 */
export function isWithin(source: Maybe, version: Maybe): boolean {
  if (isMap(source) && isMap(version))
    return Object.keys(source).every((key) => isWithin(source[key], own(version, key)));
  if (Array.isArray(source) && Array.isArray(version))
    return source.length === version.length && source.every((item, index) => isWithin(item, version[index]));
  return isSame(source, version);
}

/**
 * Keys in the order of the first list; keys that are only in the second list are placed after the key that precedes
 * them there.
 */
function inOrderOf(first: readonly string[], second: readonly string[]): string[] {
  const order = [...first];
  for (const [index, key] of second.entries()) {
    if (order.includes(key)) continue;
    const before = second.slice(0, index).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  }
  return order;
}

function own(map: ArchyMap, key: string): Maybe {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
