import type { ArchyMap, ArchyValue } from "./types.ts";
import { isMap } from "./values.ts";

/**
 * The flow's list of the objects that it names, which Architect writes at the end of an export. It only repeats names from
 * the actions (reference/export-shapes.md, "Newer exports").
 */
export const REFERENCED_OBJECTS = "referencedObjects";

/**
 * Whether a key of an action, a part or a variable is Architect's tracking number, which changes between exports
 * (reference/export-shapes.md, "Newer exports"). An input of that name holds a mapping.
 */
export function isTracking(key: string, value: ArchyValue | undefined): boolean {
  return key === "trackingId" && typeof value === "number";
}

/** The keys of a mapping without tracking numbers. */
export function tellingKeys(map: ArchyMap): string[] {
  return Object.keys(map).filter((key) => !isTracking(key, map[key]));
}

/** A value without Architect's own notes; everything below `lit` stays. */
export function withoutTracking<V extends ArchyValue>(value: V): V {
  const walk = (inner: ArchyValue): ArchyValue => {
    if (Array.isArray(inner)) return inner.map(walk);
    if (!isMap(inner)) return inner;
    const entries = tellingKeys(inner).map((key) => [key, key === "lit" ? inner[key] : walk(inner[key] as ArchyValue)]);
    return Object.fromEntries(entries) as ArchyMap;
  };
  return walk(value) as V;
}

/** Settings of a flow without Architect's own notes. */
export function telling(settings: ArchyMap): ArchyMap {
  const { [REFERENCED_OBJECTS]: _referenced, ...rest } = settings;
  return rest;
}
