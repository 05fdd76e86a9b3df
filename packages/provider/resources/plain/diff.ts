import type { Changing, DiffKind, DiffResult } from "../../engine/resource.ts";
import { equalValues, holdsUnknown, isMap, type PropertyValue, unknown } from "../../engine/values.ts";
import type { PlainProperty, PlainResourceSpec, Sides } from "./spec.ts";

type Change = "add" | "delete" | "update";
type Changes = Map<string, Change>;
type Compared = Omit<PlainProperty, "api">;

/**
 * Compares new inputs with the state, leaf by leaf. A property that the platform computes and the program omits is not
 * a change; neither is the order of a set, nor a different spelling of the same value.
 */
export function diffPlain(spec: PlainResourceSpec, request: Omit<Changing, "id">): DiffResult {
  const changes = new Map<string, { kind: DiffKind; inputDiff: boolean }>();
  let replaced = false;
  for (const [name, property] of Object.entries(spec.properties)) {
    if (property.outputOnly) continue;
    const found: Changes = new Map();
    const sides: Sides = { after: request.inputs[name], before: request.state[name], given: request.oldInputs[name] };
    const same = spec.equal?.[name];
    const both = typeof sides.after === "string" && typeof sides.before === "string";
    if (same && both) {
      if (!same(sides)) found.set(name, "update");
    } else compare(property, sides, name, found);
    const replaces = property.replaceOnChanges === true;
    replaced ||= replaces && found.size > 0;
    for (const [path, kind] of found) {
      changes.set(path, { kind: replaces ? (`${kind}-replace` as DiffKind) : kind, inputDiff: true });
    }
  }
  return { changes, ...(replaced && spec.deleteBeforeReplace && { deleteBeforeReplace: true }) };
}

/** The property at the root of a path: `modules` for `modules["pin"].digest`. */
export function rootOf(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}

/** Whether only a new object can reach the desired state. */
export function needsReplacement(spec: PlainResourceSpec, request: Omit<Changing, "id">): boolean {
  return [...diffPlain(spec, request).changes.values()].some(({ kind }) => kind.endsWith("-replace"));
}

function compare(property: Compared, { after, before, given }: Sides, path: string, found: Changes): void {
  if (property.uncompared) return;
  if (isAbsent(after)) {
    const left = property.computed || property.unmanaged;
    if (!isAbsent(before) && !isAbsent(given) && !left) found.set(path, "delete");
  } else if (isAbsent(before)) {
    if (!isEmpty(after) && after !== property.default) found.set(path, "add");
  } else if (after === unknown) {
    found.set(path, "update");
  } else if (property.type === "object" && property.object && isMap(after) && isMap(before)) {
    for (const [name, member] of Object.entries(property.object.properties)) {
      const sides: Sides = { after: after[name], before: before[name], given: isMap(given) ? given[name] : undefined };
      compare(member, sides, `${path}.${name}`, found);
    }
  } else if (Array.isArray(after) && Array.isArray(before)) {
    compareLists(property, { after, before, given: Array.isArray(given) ? given : [] }, path, found);
  } else if (!equalValues(canonical(property, after), canonical(property, before))) {
    found.set(path, "update");
  }
}

function compareLists(
  property: Compared,
  lists: Readonly<Record<keyof Sides, readonly PropertyValue[]>>,
  path: string,
  found: Changes,
): void {
  const { items } = property;
  if (lists.after.length !== lists.before.length || (property.set && lists.after.some((item) => holdsUnknown(item)))) {
    found.set(path, "update");
    return;
  }
  const order = (values: readonly PropertyValue[]) => (property.set ? bySortKey(property, values) : values);
  const [after, before, given] = [order(lists.after), order(lists.before), order(lists.given)];
  for (const [index, item] of after.entries()) {
    const inner: Changes = new Map();
    const sides: Sides = { after: item, before: before[index], given: given[index] };
    if (items) compare(items, sides, `${path}[${index}]`, inner);
    else if (!equalValues(item, before[index])) inner.set(`${path}[${index}]`, "update");
    if (inner.size === 0) continue;
    if (property.set) {
      found.set(path, "update");
      return;
    }
    for (const [at, kind] of inner) found.set(at, kind);
  }
}

function bySortKey(property: Compared, values: readonly PropertyValue[]): PropertyValue[] {
  const keyOf = (value: PropertyValue): string => {
    const key = property.key !== undefined && isMap(value) ? value[property.key] : value;
    if (typeof key === "string") return property.items?.canonical ? property.items.canonical(key) : key;
    return isMap(key) ? JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))) : String(key);
  };
  return values
    .filter((value) => !holdsUnknown(value))
    .map((value): [string, PropertyValue] => [keyOf(value), value])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, value]) => value);
}

function canonical(property: Compared, value: PropertyValue): PropertyValue {
  return property.canonical && typeof value === "string" ? property.canonical(value) : value;
}

function isAbsent(value: PropertyValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether the platform does not distinguish a value from a missing one. */
function isEmpty(value: PropertyValue): boolean {
  return (
    value === "" || (Array.isArray(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0)
  );
}
