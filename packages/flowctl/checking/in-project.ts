import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import type { Gate, GateReport } from "@genesys-flows/policies/gate";
import { type FlowProject, ProjectError } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import type { Findings } from "../formats/checked.ts";
import type { NamedPath } from "../reading/places.ts";
import { loadForStack } from "../stack-file.ts";
import { baseOf } from "./base.ts";

/** What was found in files that were named. */
export interface Found extends Findings {
  /** Whether files of the project that were not named have mistakes. */
  readonly elsewhere?: boolean;
}

/**
 * Checks the project and judges it by its rules.
 * @param paths the files and folders whose findings are shown; all of the project when empty
 * @param gate or what is wrong with its files
 */
export async function inProject(
  paths: readonly NamedPath[],
  o: { stack: string; gate: Gate | DiagnosticError; base?: string },
  context: Context,
): Promise<Found> {
  const inScope = scope(paths);
  const wrongGate = o.gate instanceof DiagnosticError ? o.gate.diagnostics : [];
  let project: FlowProject;
  try {
    project = await loadForStack(context, o.stack);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const known = error instanceof ProjectError ? error : { flows: [], others: [] };
    return shown({ flows: known.flows, findings: [...error.diagnostics, ...wrongGate, ...known.others] }, inScope);
  }
  const { flows } = project;
  const notes = flows.flatMap((flow) => flow.notes);
  if (o.gate instanceof DiagnosticError) {
    return shown({ flows, findings: [...wrongGate, ...project.warnings, ...notes] }, inScope);
  }
  const report = o.gate.judge(project, { stack: o.stack });
  const waived = o.base === undefined ? [] : await weakenedSince(report, { ...o, gate: o.gate, project }, context);
  return shown({ flows, findings: [...report.findings, ...waived, ...notes], exempted: report.exempted }, inScope);
}

/** What a change takes away from the checks, compared with a commit. */
async function weakenedSince(
  report: GateReport,
  o: { stack: string; gate: Gate; base?: string; project: FlowProject },
  context: Context,
): Promise<readonly Diagnostic[]> {
  const { weakened } = await import("@genesys-flows/policies/base");
  return weakened(await baseOf(o, context), o, report);
}

interface All extends Pick<Findings, "findings" | "exempted"> {
  readonly flows: readonly { readonly key: string; readonly file: string }[];
}

function shown({ flows, findings, exempted = [] }: All, inScope: (file: string) => boolean): Found {
  const files = new Map(flows.map(({ key, file }) => [key, file]));
  const fileOf = ({ location, flow }: Diagnostic) => location?.file ?? (flow && files.get(flow));
  const isShown = (finding: Diagnostic) => {
    const file = fileOf(finding);
    return file === undefined || inScope(file);
  };
  const list = findings.filter(isShown);
  const errors = (of: readonly Diagnostic[]) => of.filter(({ severity }) => severity === "error").length;
  return {
    flows: flows.filter(({ file }) => inScope(file)).length,
    findings: list,
    exempted: exempted.filter(({ finding }) => isShown(finding)),
    elsewhere: errors(findings) > errors(list),
  };
}

function scope(paths: readonly NamedPath[]): (file: string) => boolean {
  if (paths.length === 0) return () => true;
  const wanted = paths.filter((path) => path.inProject).map(({ shown }) => shown);
  return (file) => wanted.some((path) => path === "" || file === path || file.startsWith(`${path}/`));
}
