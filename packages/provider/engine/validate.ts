import type { PropertySpec, PropertySpecs } from "./property-specs.ts";
import { type CheckFailure, type CheckResult, InvalidInputs } from "./resource.ts";
import { Asset, isMap, type Properties, type PropertyValue, unknown } from "./values.ts";

/** Adds defaults and reports all errors together. Values that a preview does not know are assumed to be valid. */
export function validate(inputs: Properties, specs: PropertySpecs): CheckResult {
  const failures: CheckFailure[] = [];
  const checked: Record<string, PropertyValue | undefined> = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (name.startsWith("__")) continue; // internal property of the engine
    if (!(name in specs)) {
      failures.push({
        property: name,
        reason: `is not a property. The properties are ${Object.keys(specs).join(", ")}`,
      });
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
    checked[name] = checkedValue(value, spec, name, failures);
  }
  return { inputs: checked, failures };
}

/** Arguments of a function, with defaults. @throws InvalidInputs with all errors */
export function validArguments(given: Properties, specs: PropertySpecs): Properties {
  const { inputs, failures } = validate(given, specs);
  if (failures.length > 0) throw new InvalidInputs(failures);
  return inputs;
}

/** Checks a value and adds the defaults of its members. Errors are added to `found`. */
function checkedValue(value: PropertyValue, spec: PropertySpec, path: string, found: CheckFailure[]): PropertyValue {
  if (value === unknown) return value;
  const wrong = (reason: string) => found.push({ property: path, reason });
  switch (spec.type) {
    case "asset":
      if (!(value instanceof Asset)) wrong("must be an asset, for example new pulumi.asset.FileAsset(path)");
      return value;
    case "array": {
      if (!Array.isArray(value)) {
        wrong("must be a list");
        return value;
      }
      if (spec.maxItems !== undefined && value.length > spec.maxItems) wrong(`has more than ${spec.maxItems} entries`);
      const { items } = spec;
      return items ? value.map((item, index) => checkedValue(item, items, `${path}[${index}]`, found)) : value;
    }
    case "map":
    case "object": {
      if (!isMap(value)) {
        wrong("must be a mapping");
        return value;
      }
      const members = spec.type === "object" ? spec.object?.properties : undefined;
      if (members) {
        const { inputs, failures } = validate(value, members);
        for (const { property, reason } of failures) found.push({ property: `${path}.${property}`, reason });
        return inputs;
      }
      const { items } = spec;
      if (!items) return value;
      return Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) =>
          item === undefined ? [] : [[key, checkedValue(item, items, `${path}["${key}"]`, found)] as const],
        ),
      );
    }
    case "integer":
    case "number":
      if (typeof value !== "number" || (spec.type === "integer" && !Number.isInteger(value))) {
        wrong(`must be ${spec.type === "integer" ? "a whole number" : "a number"}`);
      } else if (
        (spec.minimum !== undefined && value < spec.minimum) ||
        (spec.maximum !== undefined && value > spec.maximum)
      ) {
        wrong(`must be from ${spec.minimum ?? "any"} to ${spec.maximum ?? "any"}, but is ${value}`);
      }
      return value;
    default:
      if (typeof value !== spec.type) wrong(`must be a ${spec.type}`);
      else if (spec.enum && !(String(value) in spec.enum.values)) {
        wrong(`is '${value}', but must be one of ${Object.keys(spec.enum.values).join(", ")}`);
      }
      return value;
  }
}
