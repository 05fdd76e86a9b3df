import { type Diagnostic, NameMap } from "@genesys-flows/architect";
import { declaredSources, type FlowProject, type FlowUnit } from "@genesys-flows/project";
import {
  type Enforcement,
  judgeFlow,
  judgeProject,
  type ProjectSubject,
  relevel,
  sourceSubject,
} from "@genesys-flows/rules";

/** What the rules find in the flows of a project, before exemptions; the project's warnings are among it, at the levels of the rules. */
export function judgeUnits(
  project: FlowProject,
  enforcement: Enforcement,
  { stack, promoted }: Omit<ProjectSubject, "flows" | "declared"> = {},
): Diagnostic[] {
  const contracts = new NameMap(project.flows.map(({ contract }) => [contract?.name ?? "", contract] as const));
  const contractOf = (module: string) => contracts.get(module);
  return [
    ...relevel(project.warnings, enforcement),
    ...project.flows.flatMap((flow) => judgeFlow(flow.key, () => subjectOf(flow, contractOf), enforcement)),
    ...judgeProject({ stack, promoted, flows: project.flows, declared: declaredSources(project) }, enforcement),
  ];
}

function subjectOf(flow: FlowUnit, contractOf: (module: string) => FlowUnit["contract"]) {
  const { key, origin, graph, document, filledIn, settings } = flow;
  const resource = { forceUnlock: settings.forceUnlock };
  return sourceSubject({ key, origin, graph, document, filledIn, resource, contractOf });
}
