import type { FunctionSpec } from "../engine/property-specs.ts";
import { InvalidInputs } from "../engine/resource.ts";
import { validate } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";

/** The arguments of a function, all of them texts. @throws InvalidInputs with every mistake */
export function checkedArguments(spec: FunctionSpec, given: Properties): Record<string, string | undefined> {
  const { inputs, failures } = validate(given, spec.inputs);
  if (failures.length > 0) throw new InvalidInputs(failures);
  return inputs as Record<string, string | undefined>;
}
