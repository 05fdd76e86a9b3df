import type { ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { isMap, isNoValue } from "./values.ts";

const BINDINGS = new Set(["inputs", "outputs", "successOutputs", "failureOutputs", "foundOutputs"]);

/** Position-based names of a document's parts, for use in values. */
export interface PartNames {
  /** Path and position-based name of a part of the document (a task, a menu...); undefined for any other mapping. */
  partOf(body: ArchyMap): { readonly path: ArchyPath; readonly name: string } | undefined;
  /**
   * Position-based name of the part that a reference names, relative to the part at `from`; undefined if the part does
   * not exist.
   */
  target(reference: string, from: ArchyPath): string | undefined;
}

/**
 * A value in normal form. The comment on `normalForm` lists what the normal form omits, such as the order of keys,
 * empty output paths and tracking numbers.
 */
export function normalValue(
  value: ArchyValue,
  { names, at = [] }: { names?: PartNames; at?: ArchyPath } = {},
): ArchyValue {
  const normal = (value: ArchyValue, around: ArchyPath): ArchyValue => {
    if (Array.isArray(value)) return value.map((item) => normal(item, around));
    if (!isMap(value)) return value;
    const own = names?.partOf(value);
    const here = own?.path ?? around;
    const result: ArchyMap = {};
    for (const key of Object.keys(value).sort()) {
      const child = value[key] as ArchyValue;
      if (isTracking(key, child)) continue;
      if (key === "lit") result[key] = sorted(child);
      else if (key === "refId" && own && typeof child === "string") result[key] = own.name;
      else if (key.endsWith("Ref") && typeof child === "string") result[key] = names?.target(child, here) ?? child;
      else if (!isEmptyPart(key, child)) {
        const kept = normal(child, here);
        const bound = BINDINGS.has(key) && isMap(kept) ? withoutEmpty(kept) : kept;
        if (!(BINDINGS.has(key) && isMap(bound) && Object.keys(bound).length === 0)) result[key] = bound;
      }
    }
    return result;
  };
  return normal(value, at);
}

/** Whether an action list, or the default of a switch, is empty. */
function isEmptyPart(key: string, value: ArchyValue): boolean {
  if (key === "actions") return value === null || (Array.isArray(value) && value.length === 0);
  return key === "default" && isEmptyOutput(value);
}

function isEmptyOutput(value: ArchyValue): boolean {
  if (value === null) return true;
  if (!isMap(value)) return false;
  return Object.keys(value).every((key) => key === "actions" && isEmptyPart(key, value[key] as ArchyValue));
}

function withoutEmpty(map: ArchyMap): ArchyMap {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => !isNoValue(value) && !isEmptyOutput(value)));
}

function sorted(value: ArchyValue): ArchyValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] as ArchyValue)]));
}

/** JSON with sorted keys. Also supports numbers that JSON does not support. Equal data produces equal text. */
export function canonical(value: ArchyValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isMap(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] as ArchyValue)}`).join(",")}}`;
  }
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

/**
 * The key of the list of referenced objects, which Architect writes at the end of an export. The list only repeats
 * names from the actions (reference/export-shapes.md, "Newer exports").
 */
export const REFERENCED_OBJECTS = "referencedObjects";

/**
 * Whether a key of an action, a part or a variable is Architect's tracking number. The number changes between exports
 * (reference/export-shapes.md, "Newer exports"). In contrast, an input with the same name contains a mapping.
 */
function isTracking(key: string, value: ArchyValue | undefined): boolean {
  return key === "trackingId" && typeof value === "number";
}

/** The keys of a mapping, except tracking numbers. */
export function tellingKeys(map: ArchyMap): string[] {
  return Object.keys(map).filter((key) => !isTracking(key, map[key]));
}

/** A value without Architect's own notes; everything below `lit` is kept. */
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
