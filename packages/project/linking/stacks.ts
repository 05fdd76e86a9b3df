import { type Diagnostic, nearest } from "@genesys-flows/architect";
import { finding } from "../codes.ts";
import type { Identity } from "../reading/flow.ts";
import type { FlowElsewhere } from "../stack/names.ts";
import { stackNames } from "../stack/names.ts";

/** A finding for each stack that a flow names and that has no file. Nothing in a project without any stack. */
export function unknownStacks(
  flows: readonly (Pick<Identity, "key" | "file"> & Partial<Pick<FlowElsewhere, "stacks">>)[],
  root: string,
): Diagnostic[] {
  const limited = flows.filter(({ stacks }) => stacks !== undefined);
  const known = limited.length > 0 ? stackNames(root) : [];
  if (known.length === 0) return [];
  return limited.flatMap(({ key, file, stacks = [] }) =>
    stacks
      .filter((stack) => !known.includes(stack))
      .map((stack) => {
        const meant = nearest(stack, known);
        return finding(
          "unknown-stack",
          `The flow belongs to the stack '${stack}', which has no Pulumi.${stack}.yaml.`,
          {
            hint: `${meant === undefined ? "" : `Did you mean '${meant}'? `}Stacks of this project: ${known.join(", ")}.`,
            location: { file, line: 1, column: 1 },
            flow: key,
          },
        );
      }),
  );
}
