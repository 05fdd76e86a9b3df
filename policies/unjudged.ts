import type { Diagnostic } from "@genesys-flows/architect";
import { cannotJudge, type EnforcedRule } from "@genesys-flows/rules";
import type { Applied } from "./gate/index.ts";

/**
 * That no rule can judge a flow: one finding for all of them, of the first mandatory rule, or else of the first; it names the others.
 * Rules from which the flow is exempted are left out of it.
 */
export function unjudgedBy(
  rules: readonly EnforcedRule[],
  o: { flow: string; reason: string; apply: (findings: readonly Diagnostic[]) => Applied },
): Applied {
  const { flow, reason } = o;
  const each = rules
    .filter(({ level }) => level !== "disabled")
    .map(({ rule, level }) => cannotJudge(rule, level, { flow, reason }));
  const { findings, exempted } = o.apply(each);
  const first = findings.find(({ severity }) => severity === "error") ?? findings[0];
  if (!first || findings.length === 1) return { findings, exempted };
  const others = findings.filter((finding) => finding !== first).map(({ code }) => `\`${code}\``);
  const message = `${first.message} The same holds for ${others.join(", ")}.`;
  return { findings: [{ ...first, message }], exempted };
}
