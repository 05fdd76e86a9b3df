import type { CheckFailure, CheckResult } from "../rpc/provider.ts";
import { Asset, type Properties, type PropertyValue, unknown } from "../rpc/values.ts";
import type { PropertySpec, PropertySpecs } from "./types.ts";

/** Fills in defaults and reports every mistake at once. Values that preview does not know are taken as right. */
export function validate(inputs: Properties, specs: PropertySpecs): CheckResult {
  const failures: CheckFailure[] = [];
  const checked: Record<string, PropertyValue | undefined> = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (name.startsWith("__")) continue; // the engine's own
    if (!(name in specs)) {
      failures.push({ property: name, reason: `is no property; known are ${Object.keys(specs).join(", ")}` });
      continue;
    }
    checked[name] = value;
  }
  for (const [name, spec] of Object.entries(specs)) {
    const value = checked[name] ?? spec.default;
    if (value === undefined || value === null) {
      if (spec.required) failures.push({ property: name, reason: "is missing" });
      continue;
    }
    checked[name] = value;
    mistakes(value, spec, name, failures);
  }
  return { inputs: checked, failures };
}

function mistakes(value: PropertyValue, spec: PropertySpec, path: string, found: CheckFailure[]): void {
  if (value === unknown) return;
  const wrong = (reason: string) => found.push({ property: path, reason });
  switch (spec.type) {
    case "asset":
      if (!(value instanceof Asset)) wrong("must be an asset, for example new pulumi.asset.FileAsset(path)");
      return;
    case "array":
      if (!Array.isArray(value)) wrong("must be a list");
      else
        for (const [index, item] of value.entries())
          if (spec.items) mistakes(item, spec.items, `${path}[${index}]`, found);
      return;
    case "map":
    case "object": {
      if (!isMap(value)) {
        wrong("must be a mapping");
        return;
      }
      const members = spec.type === "object" ? spec.object?.properties : undefined;
      if (members) {
        for (const failure of validate(value, members).failures) {
          found.push({ property: `${path}.${failure.property}`, reason: failure.reason });
        }
        return;
      }
      for (const [key, item] of Object.entries(value)) {
        if (spec.items && item !== undefined) mistakes(item, spec.items, `${path}["${key}"]`, found);
      }
      return;
    }
    case "integer":
    case "number":
      if (typeof value !== "number" || (spec.type === "integer" && !Number.isInteger(value))) {
        wrong(`must be ${spec.type === "integer" ? "a whole number" : "a number"}`);
      } else if (
        (spec.minimum !== undefined && value < spec.minimum) ||
        (spec.maximum !== undefined && value > spec.maximum)
      ) {
        wrong(`must be from ${spec.minimum ?? "any"} to ${spec.maximum ?? "any"}, is ${value}`);
      }
      return;
    default:
      if (typeof value !== spec.type) wrong(`must be a ${spec.type}`);
      else if (spec.enum && !(String(value) in spec.enum.values)) {
        wrong(`is '${value}'; must be one of ${Object.keys(spec.enum.values).join(", ")}`);
      }
  }
}

function isMap(value: PropertyValue): value is { readonly [key: string]: PropertyValue | undefined } {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Asset);
}
