import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import { type FlowProject, ProjectError, readStackConfig } from "@genesys-flows/project";
import { checkConfig } from "@genesys-flows/provider";
import { gateOfStack } from "../checking/gate.ts";
import type { Context } from "../context.ts";
import { count, findingText } from "../formats/findings.ts";
import { providerConfig } from "../provider-config.ts";
import { loadForStack, type StackFile } from "../stack-file.ts";
import { type Check, ok, problem, skipped } from "./check.ts";

/** What is checked without the organisation. */
export interface ProjectChecks {
  readonly checks: readonly Check[];
  /** Absent where the flows have mistakes. */
  readonly project?: FlowProject;
}

/** The config of a stack, the levels of its rules, its flows. */
export async function projectChecks(found: StackFile, stack: string, context: Context): Promise<ProjectChecks> {
  const config = configCheck(found, context);
  if (config.result === "problem") {
    return { checks: [config, ...["levels", "flows"].map((id) => skipped(id, "config"))] };
  }
  const levels = await levelsCheck(stack, context);
  const loaded = await loadForStack(context, stack).catch((error: unknown) => {
    if (error instanceof DiagnosticError) return error;
    throw error;
  });
  return {
    checks: [config, levels, flowsCheck(loaded, stack)],
    ...(!(loaded instanceof DiagnosticError) && { project: loaded }),
  };
}

function configCheck(found: StackFile, context: Context): Check {
  const id = "config";
  try {
    const { values } = providerConfig(found);
    readStackConfig(found.file, found.text);
    const failures = checkConfig(values, process.env).failures.filter(({ property }) => property !== "region");
    if (failures.length === 0) return ok(id, found.file);
    return problem(
      id,
      failures.map(({ property, reason }) => `${found.file}: genesyscloud:${property}: ${reason}`).join("\n"),
    );
  } catch (error) {
    return problem(id, textOf(error, context));
  }
}

async function levelsCheck(stack: string, context: Context): Promise<Check> {
  try {
    const { levels } = await gateOfStack(context, stack);
    return ok("levels", levels === undefined ? "every rule is mandatory" : `policies/levels/${levels}.yaml`);
  } catch (error) {
    return problem("levels", textOf(error, context));
  }
}

function flowsCheck(loaded: FlowProject | DiagnosticError, stack: string): Check {
  const id = "flows";
  if (!(loaded instanceof DiagnosticError)) return ok(id, `${count(loaded.flows.length, "flow")} without mistakes`);
  const isError = ({ severity }: Diagnostic) => severity === "error";
  const mistakes = count(loaded.diagnostics.filter(isError).length, "mistake");
  const of = loaded instanceof ProjectError && loaded.flows.length === 1 ? "The flow has" : "The flows have";
  return problem(id, `${of} ${mistakes}. List them: npm run flowctl -- check --stack ${stack}`);
}

/** The findings of a file as the commands show them. @throws any other error */
function textOf(error: unknown, context: Context): string {
  if (!(error instanceof DiagnosticError)) throw error;
  return error.diagnostics.map((finding) => findingText(finding, { ...context, colour: false })).join("\n\n");
}
