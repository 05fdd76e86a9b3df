import type { DiffKind, DiffResult } from "../../rpc/provider.ts";
import { equalValues, type Properties, type PropertyValue } from "../../rpc/values.ts";
import type { PlainProperty, PlainResourceSpec } from "./spec.ts";

/** New inputs against the state, property by property. What the platform computes and the program leaves out is no change. */
export function diffPlain(
  spec: PlainResourceSpec,
  request: { inputs: Properties; oldInputs: Properties; state: Properties },
): DiffResult {
  const changes = new Map<string, { kind: DiffKind; inputDiff: boolean }>();
  for (const [name, property] of Object.entries(spec.properties)) {
    const after = comparable(property, request.inputs[name]);
    const before = comparable(property, request.state[name]);
    const wasGiven = request.oldInputs[name] !== undefined && request.oldInputs[name] !== null;
    if (isAbsent(after)) {
      if (!isAbsent(before) && wasGiven && !property.computed) add(name, property, "delete");
    } else if (isAbsent(before)) {
      if (!isEmpty(after)) add(name, property, "add");
    } else if (!equalValues(after, narrowed(before, after))) {
      add(name, property, "update");
    }
  }
  return { changes };

  function add(name: string, property: PlainProperty, kind: "add" | "delete" | "update"): void {
    const replaces = property.replaceOnChanges === true;
    changes.set(name, { kind: replaces ? (`${kind}-replace` as DiffKind) : kind, inputDiff: true });
  }
}

function isAbsent(value: PropertyValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** What the platform does not tell from nothing. */
function isEmpty(value: PropertyValue): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

function comparable(property: PlainProperty, value: PropertyValue | undefined): PropertyValue | undefined {
  return property.set && Array.isArray(value) ? [...value].sort() : value;
}

/** The state's settings as far as the program gives them: the platform fills in the rest. */
function narrowed(before: PropertyValue, after: PropertyValue): PropertyValue {
  if (!isMap(before) || !isMap(after)) return before;
  return Object.fromEntries(Object.keys(after).map((key) => [key, before[key]]));
}

function isMap(value: PropertyValue): value is Properties {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
