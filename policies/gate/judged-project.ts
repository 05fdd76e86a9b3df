import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import type { FlowProject } from "@genesys-flows/project";
import { enforcedRuleOf, scopesOf } from "@genesys-flows/rules";
import { exemptedFinding } from "./exempted-finding.ts";
import { type Gate, readGate } from "./gate.ts";

/** A project that violates no mandatory rule. */
export interface JudgedProject {
  readonly project: FlowProject;
  /** The rules as its stack enforces them. */
  readonly gate: Gate;
  /** Warnings and notes that the policy pack does not report, because it looks at one document at a time. */
  readonly findings: readonly Diagnostic[];
}

/**
 * Judges a project before anything of it is registered, by the levels of its stack.
 * @param o.folder with the policies
 * @throws DiagnosticError with every violation of a mandatory rule, or with the mistakes in the files of the policies
 */
export async function judgedProject(
  project: FlowProject,
  o: { folder: string; stack: string },
): Promise<JudgedProject> {
  const gate = await readGate({ folder: o.folder, levels: project.policyLevels });
  const promoted = await promotedTo(project, { stack: o.stack, gate });
  const { findings, exempted } = gate.judge(project, { stack: o.stack, promoted });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new DiagnosticError(errors);
  const own = (finding: Diagnostic) => !isOfPack(finding, gate);
  return {
    project,
    gate,
    findings: [
      ...findings.filter(own),
      ...exempted.filter(({ finding }) => own(finding)).map((one) => exemptedFinding(one, "warning")),
    ],
  };
}

/** What another stack runs, where the levels ask for it: most do not, and then there is nothing to load. */
async function promotedTo({ root }: FlowProject, { stack, gate }: { stack: string; gate: Gate }) {
  const asked = gate.enforcement.rules.some(({ settings }) => "promotesFrom" in (settings as object));
  if (!asked) return undefined;
  const { promotedSources } = await import("./promotion.ts");
  return promotedSources({ root, stack, gate });
}

/** Whether the policy of a rule reports a finding too. */
function isOfPack({ code }: Diagnostic, { enforcement }: Gate): boolean {
  const enforced = enforcedRuleOf(code, enforcement);
  if (!enforced || enforced.level === "disabled") return false;
  const scopes = scopesOf(enforced.rule);
  return scopes.includes("document") && !scopes.includes("project");
}
