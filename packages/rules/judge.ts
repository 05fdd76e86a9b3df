import { checkCodes, type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import { messageOf } from "@genesys-flows/architect/printable";
import type { ChangeSubject } from "./change-subject.ts";
import type { FlowSubject } from "./flow-subject.ts";
import type { ProjectSubject } from "./project-subject.ts";
import type { EnforcedRule, Enforcement, Judging, Level, Rule, Scope, Violation } from "./rule.ts";

/**
 * The rules' findings for one flow. A rule's level determines the severity.
 * @param flow the subject, or a function that creates it. If the function fails, every rule reports that it cannot
 * check the flow
 */
export function judgeFlow(key: string, flow: () => FlowSubject, enforcement: Enforcement): Diagnostic[] {
  // Created when the first rule needs it, and only once, even if it fails.
  let made: ReturnType<typeof tried> | undefined;
  const subject = (): FlowSubject => {
    made ??= tried(flow);
    if ("error" in made) throw made.error;
    return made.subject;
  };
  return judged(enforcement, "document", (rule, judging) => rule.document?.(subject(), judging), key);
}

function tried(flow: () => FlowSubject): { readonly subject: FlowSubject } | { readonly error: unknown } {
  try {
    return { subject: flow() };
  } catch (error) {
    return { error };
  }
}

/** The rules' findings for the flows in a project as a whole. */
export function judgeProject(project: ProjectSubject, enforcement: Enforcement): Diagnostic[] {
  return judged(enforcement, "project", (rule, judging) => rule.project?.(project, judging));
}

export function judgeChange(change: ChangeSubject, enforcement: Enforcement): Diagnostic[] {
  return judged(enforcement, "change", (rule, judging) => rule.change?.(change, judging));
}

export function severityOf(level: Level): "error" | "warning" {
  return level === "mandatory" ? "error" : "warning";
}

/**
 * The finding that a rule cannot check a flow. It has the level of the rule, so that the flow does not pass unnoticed.
 */
export function cannotJudge(rule: Pick<Rule, "name">, level: Level, o: { flow?: string; reason: string }): Diagnostic {
  return {
    code: rule.name,
    severity: severityOf(level),
    message: `The rule could not be checked: ${o.reason}`,
    hint: "Fix the problem. Until then, the rule counts as violated.",
    ...(o.flow !== undefined && { flow: o.flow }),
  };
}

/** @param flow key of the flow that is checked */
function judged(
  { rules, today }: Enforcement,
  scope: Scope,
  judge: (rule: Rule, judging: Judging<never>) => void,
  flow?: string,
): Diagnostic[] {
  const about = flow === undefined ? {} : { flow };
  return rules.flatMap(({ rule, level, settings }) => {
    if (rule[scope] === undefined || level === "disabled") return [];
    const found: Diagnostic[] = [];
    const report = ({ fix, advice, ...violation }: Violation) => {
      const severity = advice ? "warning" : severityOf(level);
      found.push({ code: rule.name, severity, ...about, ...violation, hint: fix });
    };
    try {
      judge(rule, { settings, today, report });
    } catch (error) {
      found.push(cannotJudge(rule, level, { ...about, reason: reasonOf(error) }));
    }
    return found;
  });
}

/** The first sentence of an error's message; for a kernel finding, the whole message. */
export function reasonOf(error: unknown): string {
  if (error instanceof DiagnosticError) return error.diagnostics.map(({ message }) => message).join(" ");
  return messageOf(error);
}

/**
 * The kernel's findings for a flow, for the rules that raise kernel codes. Used for flows that the kernel does not
 * check otherwise: in the policy pack, and for resources without a flow file.
 * @param flow the subject, or a function that creates it. If the function fails, every such rule reports that it cannot
 * check the flow
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
 * Kernel findings at the level of the rule that raises their code. `mandatory` means an error, `advisory` means a
 * warning, and `disabled` drops the finding. An error from the kernel remains an error. Other findings are unchanged.
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

/** The source location of a finding in a document that was compiled from a definition. */
function placeIn(flow: FlowSubject, { node }: Diagnostic): Pick<Diagnostic, "node" | "location"> {
  if (flow.origin === "export" || !flow.parts.document) return {};
  const found = node === undefined ? undefined : flow.graph.nodes.get(node);
  const place = found ? flow.placeOf(found) : { location: flow.place };
  return { ...("node" in place && { node: place.node }), ...(place.location && { location: place.location }) };
}
