import type { ArchyMap, ArchyPath, ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { isSame } from "../rewrite/rewrite.ts";
import { pairsOf } from "./same-place.ts";

/**
 * What a file says, with what changed from one exported version to the other. What the platform completes or writes in another form in
 * every export is in both versions, so it is no change.
 *
 * @param o.isPublished the base is what the file was published as: whatever it has otherwise is the platform's form, not an edit
 * @returns what the file is to say, and its places that differ from the base as well, where the change cannot be made
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

  /** A part that the file leaves to the platform comes whole: the platform completes it otherwise when only some of it is given. */
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
    /** An item that was moved, as the source writes it; else the item. */
    const movedOr = (item: ArchyValue): ArchyValue => {
      const at = found.get(base.findIndex((one, index) => !changed.has(index) && isSame(one, item)));
      return at === undefined ? item : (source[at] as ArchyValue);
    };
    /** Items of the source in the order of the live ones; its own ones stay behind what is before them. */
    const items: ArchyValue[] = [];
    const takeOwn = (from: number) => {
      for (let at = from; at < source.length && !written.has(at); at++) items.push(source[at] as ArchyValue);
    };
    takeOwn(0);
    for (const [now, item] of live.entries()) {
      const before = back.get(now);
      const at = before === undefined ? undefined : found.get(before);
      if (at === undefined || before === undefined) {
        // An item that both versions have and the source does not was removed in it.
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

  /** Index of an item of the source -> that of the same one in the base. The platform keeps order and number of what it publishes. */
  #writtenItems(source: readonly ArchyValue[], base: readonly ArchyValue[]): ReadonlyMap<number, number> {
    return this.#isPublished && source.length === base.length
      ? new Map(source.map((_, index) => [index, index]))
      : pairsOf(source, base);
  }
}

/** Whether a version says all that the source says at a place, and perhaps more, which the platform completes. */
export function isWithin(source: Maybe, version: Maybe): boolean {
  if (isMap(source) && isMap(version))
    return Object.keys(source).every((key) => isWithin(source[key], own(version, key)));
  if (Array.isArray(source) && Array.isArray(version))
    return source.length === version.length && source.every((item, index) => isWithin(item, version[index]));
  return isSame(source, version);
}

/** Keys in the order of the first list; those of the second alone behind the key that precedes them there. */
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
