import { InvalidInputs } from "../rpc/provider.ts";
import type { Properties } from "../rpc/values.ts";
import type { FunctionSpec } from "../schema/types.ts";
import { validate } from "../schema/validate.ts";

/** The arguments of a function, all of them texts. @throws InvalidInputs with every mistake */
export function checkedArguments(spec: FunctionSpec, given: Properties): Record<string, string | undefined> {
  const { inputs, failures } = validate(given, spec.inputs);
  if (failures.length > 0) throw new InvalidInputs(failures);
  return inputs as Record<string, string | undefined>;
}
