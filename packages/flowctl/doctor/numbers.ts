import { ApiFailure, checkNumbers, type Organisation } from "@genesys-flows/platform";
import type { FlowProject } from "@genesys-flows/project";
import { count } from "../formats/findings.ts";
import { type Check, ok, problem, unknown, warning } from "./check.ts";
import type { RecordedState } from "./machine.ts";

/** Whether each number of the project is in a DID pool, and free. Reads no flow. */
export async function numberChecks(
  { client, embedded }: Pick<Organisation, "client" | "embedded">,
  project: FlowProject,
  state: RecordedState | undefined,
): Promise<Check[]> {
  const numbers = [...new Set(project.flows.flatMap((flow) => flow.numbers))];
  const id = "numbers";
  if (numbers.length === 0) return [ok(id, "the flows have none")];
  try {
    const found = await checkNumbers(client, { numbers, ivrs: new Set(state?.ivrs) });
    const outside = [...found.problems].map(([number, text]) =>
      // As in an update: a real organisation may have other sources of numbers than pools.
      (embedded ? problem : warning)(`number ${number}`, text),
    );
    const checks = [
      ...[...found.taken].map(([number, text]) => problem(`number ${number}`, text)),
      ...[...found.doubtful].map(([number, text]) => warning(`number ${number}`, text)),
      ...outside,
      ...(found.notChecked === undefined
        ? []
        : [unknown(id, `The new numbers were not checked against the DID pools. ${found.notChecked}`)]),
    ];
    return checks.length > 0
      ? checks
      : [ok(id, `${count(numbers.length, "number")}, in DID pools and free or of this stack`)];
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return [unknown(id, error.message)];
  }
}
