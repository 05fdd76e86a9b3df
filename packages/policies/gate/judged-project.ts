import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import type { FlowProject } from "@genesys-flows/project";
import { enforcedRuleOf, scopesOf } from "@genesys-flows/rules";
import { RUN_SECRET, writeRunVerdict } from "../run-verdict.ts";
import { exemptedFinding } from "./apply.ts";
import { type Gate, policyConfigOf, readGate } from "./gate.ts";

/** A project and the rules' findings for it. */
interface JudgedProject {
  readonly project: FlowProject;
  /** Violations of mandatory rules; empty unless collected. */
  readonly violations: readonly Diagnostic[];
  /** The rules as enforced by the stack. */
  readonly gate: Gate;
  /** Warnings and notes that the policy pack cannot report, because it sees only one document at a time. */
  readonly findings: readonly Diagnostic[];
}

/**
 * Checks a project before registering anything, with the levels of its stack.
 * @param o.folder path of the policies
 * @param o.collects whether to return violations of mandatory rules: a preview shows them together with the changes
 * @throws DiagnosticError with every violation of a mandatory rule, or with the errors in the policy files
 */
export async function judgedProject(
  project: FlowProject,
  o: { folder: string; stack: string; collects?: boolean },
): Promise<JudgedProject> {
  const gate = await readGate({ folder: o.folder, levels: project.policyLevels });
  const promoted = await promotedTo(project, { stack: o.stack, gate });
  const { findings, exempted } = gate.judge(project, { stack: o.stack, promoted });
  const violations = findings.filter(({ severity }) => severity === "error");
  if (violations.length > 0 && !o.collects) throw new DiagnosticError(violations);
  tellPack(project, { ...o, gate, found: [...findings, ...exempted.map(({ finding }) => finding)] });
  const own = (finding: Diagnostic) => !isOfPack(finding, gate);
  return {
    project,
    gate,
    violations,
    findings: [
      ...findings.filter((one) => one.severity !== "error" && own(one)),
      ...exempted.filter(({ finding }) => own(finding)).map((one) => exemptedFinding(one, "warning")),
    ],
  };
}

/** Passes the list of flows without findings to the policy pack of the same run of the wrapper. */
function tellPack(
  { flows }: FlowProject,
  { folder, stack, gate, found }: { folder: string; stack: string; gate: Gate; found: readonly Diagnostic[] },
): void {
  const violating = new Set(found.flatMap(({ flow, location }) => [flow, location?.file]));
  const clean = flows
    .filter(({ key, file }) => !violating.has(key) && !violating.has(file))
    .map(({ key, digest, settings }) => ({ key, digest, forceUnlock: settings.forceUnlock }));
  const by = { stack, policies: policyConfigOf(gate), today: gate.enforcement.today };
  writeRunVerdict({ folder, secret: process.env[RUN_SECRET] }, by, clean);
}

/**
 * The sources that another stack runs, if the levels require them. Most levels do not require them, so nothing is
 * loaded.
 */
async function promotedTo({ root }: FlowProject, { stack, gate }: { stack: string; gate: Gate }) {
  const asked = gate.enforcement.rules.some(({ settings }) => "promotesFrom" in (settings as object));
  if (!asked) return undefined;
  const { promotedSources } = await import("./promotion.ts");
  return promotedSources({ root, stack, gate });
}

/** Whether the policy pack also reports a finding. */
function isOfPack({ code }: Diagnostic, { enforcement }: Gate): boolean {
  const enforced = enforcedRuleOf(code, enforcement);
  if (!enforced || enforced.level === "disabled") return false;
  const scopes = scopesOf(enforced.rule);
  return scopes.includes("document") && !scopes.includes("project");
}
