import { checkCodes, type Diagnostic } from "@genesys-flows/architect";
import type { FlowSubject } from "./flow-subject.ts";
import { cannotJudge, reasonOf, severityOf } from "./judge.ts";
import type { EnforcedRule, Enforcement } from "./rule.ts";

/**
 * What the kernel finds in a flow for the rules that raise codes of it. For flows that the kernel does not check anyway: in the
 * policy pack, and resources that no flow file describes.
 * @param flow the subject, or what makes it: where that fails, every such rule reports that it cannot judge the flow
 */
export function kernelFindings(key: string, flow: () => FlowSubject, enforcement: Enforcement): Diagnostic[] {
  const raising = enforcement.rules.filter(({ rule, level }) => rule.codes && level !== "disabled");
  if (raising.length === 0) return [];
  try {
    const subject = flow();
    const found = checkCodes(
      subject.parts,
      raising.flatMap(({ rule }) => rule.codes ?? []),
    );
    return relevel(
      found.map((finding) => ({ ...finding, ...placeIn(subject, finding), flow: key })),
      enforcement,
    );
  } catch (error) {
    return raising.map(({ rule, level }) => cannotJudge(rule, level, { flow: key, reason: reasonOf(error) }));
  }
}

/**
 * Findings of the kernel at the level of the rule that raises their code: mandatory makes an error, advisory a warning, disabled
 * drops them. An error of the kernel stays an error. Other findings stay as they are.
 */
export function relevel(findings: readonly Diagnostic[], enforcement: Enforcement): Diagnostic[] {
  const byCode = new Map<string, EnforcedRule>();
  for (const enforced of enforcement.rules) for (const code of enforced.rule.codes ?? []) byCode.set(code, enforced);
  return findings.flatMap((finding) => {
    const enforced = byCode.get(finding.code);
    if (!enforced || finding.severity === "error") return finding;
    return enforced.level === "disabled" ? [] : { ...finding, severity: severityOf(enforced.level) };
  });
}

/** The place of a finding in the source, of a document that was compiled from a definition. */
function placeIn(flow: FlowSubject, { node }: Diagnostic): Pick<Diagnostic, "node" | "location"> {
  if (flow.origin === "export" || !flow.parts.document) return {};
  const found = node === undefined ? undefined : flow.graph.nodes.get(node);
  const place = found ? flow.placeOf(found) : { location: flow.place };
  return { ...("node" in place && { node: place.node }), ...(place.location && { location: place.location }) };
}
