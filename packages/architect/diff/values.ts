import { canonical } from "../archy/normal.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { type Aligned, align } from "./align.ts";
import type { ValueChange } from "./types.ts";

/** The smallest differing values, in the order of the new value. */
export function valueChanges(from: ArchyValue, to: ArchyValue, path: ArchyPath = []): ValueChange[] {
  if (canonical(from) === canonical(to)) return [];
  if (isMap(from) && isMap(to) && (path.length === 0 || shareKeys(from, to))) return mapChanges(from, to, path);
  if (Array.isArray(from) && Array.isArray(to)) return listChanges(from, to, path);
  return [{ path, from, to }];
}

/**
 * Whether two mappings have a common key. Without one, they are wrappers of different kinds: `{lit: 5}` became `{exp:
 * ...}`.
 */
function shareKeys(a: ArchyMap, b: ArchyMap): boolean {
  return Object.keys(a).some((key) => Object.hasOwn(b, key));
}

function mapChanges(from: ArchyMap, to: ArchyMap, path: ArchyPath): ValueChange[] {
  return [...new Set([...Object.keys(to), ...Object.keys(from)])].flatMap((key): ValueChange[] => {
    const at = [...path, key];
    if (!Object.hasOwn(from, key)) return [{ path: at, to: to[key] as ArchyValue }];
    if (!Object.hasOwn(to, key)) return [{ path: at, from: from[key] as ArchyValue }];
    return valueChanges(from[key] as ArchyValue, to[key] as ArchyValue, at);
  });
}

function listChanges(from: readonly ArchyValue[], to: readonly ArchyValue[], path: ArchyPath): ValueChange[] {
  return align(from, to, canonical).flatMap(({ a, b }: Aligned): ValueChange[] => {
    if (a === undefined) return [{ path: [...path, b as number], to: to[b as number] as ArchyValue }];
    if (b === undefined) return [{ path: [...path, a], from: from[a] as ArchyValue }];
    return valueChanges(from[a] as ArchyValue, to[b] as ArchyValue, [...path, b]);
  });
}

/**
 * Applies changes to a value. Returns undefined if the value itself was removed.
 * @throws Error if a change cannot be applied
 */
export function applyValues(value: ArchyValue | undefined, changes: readonly ValueChange[]): ArchyValue | undefined {
  const own = changes.find((change) => change.path.length === 0);
  if (own) return own.to;
  if (changes.length === 0) return value;
  const below = grouped(changes);
  if (Array.isArray(value)) return appliedList(value, below);
  if (!isMap(value))
    throw new Error(`The difference cannot be applied: the value does not contain '${changes[0]?.path.join(".")}'.`);
  const result: ArchyMap = { ...value };
  for (const [key, inner] of below) {
    const made = applyValues(result[key], inner);
    if (made === undefined) delete result[key];
    else result[key] = made;
  }
  return result;
}

/**
 * The changes below each key or index, with paths relative to it. The index of a removed item, `-3`, refers to the old
 * list, so the change does not affect the item at that index in the new list.
 */
function grouped(changes: readonly ValueChange[]): ReadonlyMap<string | number, readonly ValueChange[]> {
  const groups = Map.groupBy(changes, (change) => {
    const [step, ...rest] = change.path as [string | number, ...(string | number)[]];
    return typeof step === "number" && rest.length === 0 && !("to" in change) ? `-${step}` : step;
  });
  return new Map(
    [...groups].map(([key, held]) => [key, held.map((change) => ({ ...change, path: change.path.slice(1) }))]),
  );
}

function appliedList(
  list: readonly ArchyValue[],
  changes: ReadonlyMap<string | number, readonly ValueChange[]>,
): ArchyValue[] {
  const removed = new Set([...changes.keys()].flatMap((key) => (typeof key === "string" ? [-Number(key)] : [])));
  const result = list.filter((_, index) => !removed.has(index));
  const indices = [...changes.keys()].filter((key) => typeof key === "number").sort((a, b) => a - b);
  for (const index of indices) {
    const inner = changes.get(index) ?? [];
    const [first] = inner;
    if (first?.path.length === 0 && !("from" in first)) result.splice(index, 0, first.to as ArchyValue);
    else result[index] = applyValues(result[index], inner) as ArchyValue;
  }
  return result;
}
