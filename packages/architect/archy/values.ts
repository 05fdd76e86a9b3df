import type { ArchyMap, ArchyPath, ArchyValue } from "./types.ts";

export function isMap(value: ArchyValue | undefined): value is ArchyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of an own key; undefined if the value is not a mapping or does not have the key. */
export function get(value: ArchyValue | undefined, key: string): ArchyValue | undefined {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value at a path; undefined if the path does not exist. */
export function valueAt(value: ArchyValue | undefined, path: ArchyPath): ArchyValue | undefined {
  let found = value;
  for (const step of path) found = Array.isArray(found) ? found[Number(step)] : get(found, String(step));
  return found;
}

/** The mapping below a key; undefined if it does not exist. */
export function getMap(value: ArchyValue | undefined, key: string): ArchyMap | undefined {
  const found = get(value, key);
  return isMap(found) ? found : undefined;
}

/** The list at a key; empty if it does not exist. */
export function getList(value: ArchyValue | undefined, key: string): ArchyValue[] {
  const found = get(value, key);
  return Array.isArray(found) ? found : [];
}

/** The string at a key; undefined if it does not exist. */
export function getText(value: ArchyValue | undefined, key: string): string | undefined {
  const found = get(value, key);
  return typeof found === "string" ? found : undefined;
}

/** Key and value of a mapping with exactly one key. Every item of an Archy list has this form. */
export function singleEntry(value: ArchyValue | undefined): readonly [string, ArchyValue] | undefined {
  if (!isMap(value)) return undefined;
  const keys = Object.keys(value);
  const key = keys[0];
  return keys.length === 1 && key !== undefined ? [key, value[key] as ArchyValue] : undefined;
}

/** Whether a value is the wrapper `{noValue: true}` and nothing else (reference/archy.md §d). */
export function isNoValue(value: ArchyValue | undefined): boolean {
  const entry = singleEntry(value);
  return entry !== undefined && entry[0] === "noValue" && entry[1] === true;
}
