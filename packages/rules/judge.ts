import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import { messageOf } from "@genesys-flows/architect/printable";
import type { ChangeSubject } from "./change-subject.ts";
import type { FlowSubject } from "./flow-subject.ts";
import type { ProjectSubject } from "./project-subject.ts";
import type { Enforcement, Judging, Level, Rule, Scope, Violation } from "./rule.ts";

/**
 * What the rules find in one flow. Severity follows the level of each rule.
 * @param flow the subject, or what makes it: where that fails, every rule reports that it cannot judge the flow
 */
export function judgeFlow(key: string, flow: () => FlowSubject, enforcement: Enforcement): Diagnostic[] {
  const made = once(flow);
  return judged(enforcement, "document", (rule, judging) => rule.document?.(made(), judging), key);
}

/** What the rules find in the flows of a project together. */
export function judgeProject(project: ProjectSubject, enforcement: Enforcement): Diagnostic[] {
  return judged(enforcement, "project", (rule, judging) => rule.project?.(project, judging));
}

export function judgeChange(change: ChangeSubject, enforcement: Enforcement): Diagnostic[] {
  return judged(enforcement, "change", (rule, judging) => rule.change?.(change, judging));
}

export function severityOf(level: Level): "error" | "warning" {
  return level === "mandatory" ? "error" : "warning";
}

/** The finding that a rule cannot judge a flow; at the rule's own level, so that nothing passes unseen. */
export function cannotJudge(rule: Pick<Rule, "name">, level: Level, o: { flow?: string; reason: string }): Diagnostic {
  return {
    code: rule.name,
    severity: severityOf(level),
    message: `The rule could not be checked: ${o.reason}`,
    hint: "Fix the reason. Until then the rule counts as violated.",
    ...(o.flow !== undefined && { flow: o.flow }),
  };
}

/** @param flow key of the flow that is judged */
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

/** The first sentence of what went wrong; the whole of a finding of the kernel. */
export function reasonOf(error: unknown): string {
  if (error instanceof DiagnosticError) return error.diagnostics.map(({ message }) => message).join(" ");
  return messageOf(error);
}

/** Makes a value when it is asked for first. A failure is thrown each time. */
function once<T>(make: () => T): () => T {
  let made: (() => T) | undefined;
  return () => {
    if (!made) {
      try {
        const value = make();
        made = () => value;
      } catch (error) {
        made = () => {
          throw error;
        };
      }
    }
    return made();
  };
}
