import type { Diagnostic } from "@genesys-flows/architect";
import { type Enforcement, severityOf } from "@genesys-flows/rules";

/** Warnings of the kernel at the levels of the rules that they violate. An error stays one: no level lowers it. */
export function relevel(findings: readonly Diagnostic[], { rules }: Enforcement): Diagnostic[] {
  return findings.map((finding) => {
    const enforced = rules.find(({ rule }) => rule.codes?.some((code) => code === finding.code));
    if (!enforced || enforced.level === "disabled" || finding.severity !== "warning") return finding;
    return { ...finding, severity: severityOf(enforced.level) };
  });
}
