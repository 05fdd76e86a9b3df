import { DiagnosticError } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { checkConfig } from "@genesys-flows/platform";
import type { Gate } from "@genesys-flows/policies/gate";
import { type FlowProject, readStackConfig } from "@genesys-flows/project";
import { inProject } from "../checking/checked.ts";
import { gateOfStack } from "../checking/gate.ts";
import { type Context, mistakesIn } from "../context.ts";
import { type Findings, findingText } from "../formats/findings.ts";
import { providerConfig } from "../provider-config.ts";
import { loadForStack, type StackFile } from "../stack-file.ts";
import { type Check, ok, problem, skipped } from "./check.ts";

/**
 * Checks the config of a stack, the levels of its rules and its flows.
 * @returns the checks, and the project unless its flows cannot be read
 */
export async function projectChecks(
  found: StackFile,
  stack: string,
  context: Context,
): Promise<{ readonly checks: readonly Check[]; readonly project?: FlowProject }> {
  const config = configCheck(found, context);
  if (config.result === "problem") {
    return { checks: [config, ...["levels", "flows"].map((id) => skipped(id, "config"))] };
  }
  const gate = await gateOfStack(context, stack).catch(mistakesIn);
  const checked = await inProject([], { stack, gate }, context);
  const project = await loadForStack(context, stack).catch(mistakesIn);
  return {
    checks: [config, levelsCheck(gate, context), flowsCheck(checked, { gate, stack })],
    ...(!(project instanceof DiagnosticError) && { project }),
  };
}

function configCheck(found: StackFile, context: Context): Check {
  const id = "config";
  try {
    const { values } = providerConfig(found);
    readStackConfig(found.file, found.text);
    const failures = checkConfig(values, process.env).filter(({ property }) => property !== "region");
    if (failures.length === 0) return ok(id, found.file);
    return problem(
      id,
      failures.map(({ property, reason }) => `${found.file}: genesyscloud:${property}: ${reason}`).join("\n"),
    );
  } catch (error) {
    return problem(id, textOf(mistakesIn(error), context));
  }
}

function levelsCheck(gate: Gate | DiagnosticError, context: Context): Check {
  const id = "levels";
  if (gate instanceof DiagnosticError) return problem(id, textOf(gate, context));
  return ok(id, gate.levels === undefined ? "every rule is mandatory" : `policies/levels/${gate.levels}.yaml`);
}

/** The result of `flowctl check` for the flows. A separate check reports errors in levels and exemptions. */
function flowsCheck(
  { flows, findings }: Findings,
  { gate, stack }: { gate: Gate | DiagnosticError; stack: string },
): Check {
  const id = "flows";
  const elsewhere = new Set(gate instanceof DiagnosticError ? gate.diagnostics : []);
  const errors = findings.filter((finding) => finding.severity === "error" && !elsewhere.has(finding));
  if (errors.length === 0) return ok(id, `${count(flows, "flow")} without errors`);
  const list = `npm run flowctl -- check --stack ${stack}`;
  return problem(
    id,
    `The flows have ${count(errors.length, "error")}, including violations of mandatory rules. List them: ${list}`,
  );
}

/** The findings of a file in the text format of the commands. */
function textOf({ diagnostics }: DiagnosticError, context: Context): string {
  return diagnostics.map((finding) => findingText(finding, { ...context, colour: false })).join("\n\n");
}
