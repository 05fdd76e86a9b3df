import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import type { Gate } from "@genesys-flows/policies/gate";
import { ProjectError } from "@genesys-flows/project";
import { type Context, mistakesIn } from "../context.ts";
import type { Findings } from "../formats/findings.ts";
import type { NamedPath } from "../reading/places.ts";
import { loadForStack } from "../stack-file.ts";
import { baseOf } from "./gate.ts";

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
  const project = await loadForStack(context, o.stack).catch(mistakesIn);
  if (project instanceof DiagnosticError) {
    const { flows, others } = project instanceof ProjectError ? project : { flows: [], others: [] };
    return shown({ flows, findings: [...project.diagnostics, ...wrongGate, ...others] }, inScope);
  }
  const { flows } = project;
  const notes = flows.flatMap((flow) => flow.notes);
  if (o.gate instanceof DiagnosticError) {
    return shown({ flows, findings: [...wrongGate, ...project.warnings, ...notes] }, inScope);
  }
  const report = o.gate.judge(project, { stack: o.stack });
  const now = { ...o, gate: o.gate, project };
  const waived =
    o.base === undefined
      ? []
      : (await import("@genesys-flows/policies/base")).weakened(await baseOf(now, context), now, report);
  return shown({ flows, findings: [...report.findings, ...waived, ...notes], exempted: report.exempted }, inScope);
}

interface All extends Pick<Findings, "findings" | "exempted"> {
  readonly flows: readonly { readonly key: string; readonly file: string }[];
}

function shown({ flows, findings, exempted = [] }: All, inScope: (file: string) => boolean): Found {
  const files = new Map(flows.map(({ key, file }) => [key, file]));
  const isShown = ({ location, flow }: Diagnostic) => {
    const file = location?.file ?? (flow && files.get(flow));
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
