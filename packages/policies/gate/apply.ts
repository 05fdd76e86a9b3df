import { type Diagnostic, nearest } from "@genesys-flows/architect";
import type { FlowProject } from "@genesys-flows/project";
import { type Enforcement, enforcedRuleOf } from "@genesys-flows/rules";
import { gateFinding } from "./codes.ts";
import type { Exemption } from "./exemptions.ts";

export interface ExemptedFinding {
  readonly finding: Diagnostic;
  readonly exemption: Exemption;
}

/** Findings without an exemption, and findings that an exemption covers. */
export interface Applied {
  readonly findings: readonly Diagnostic[];
  readonly exempted: readonly ExemptedFinding[];
}

interface Known {
  readonly exemptions: readonly Exemption[];
  readonly enforcement: Enforcement;
}

export function applyExemptions(findings: readonly Diagnostic[], { exemptions, enforcement }: Known): Applied {
  const valid = exemptions.filter((exemption) => !isExpired(exemption, enforcement.today));
  if (valid.length === 0) return { findings, exempted: [] };
  const byFlow = Map.groupBy(valid, ({ flow }) => flow);
  const left: Diagnostic[] = [];
  const exempted: ExemptedFinding[] = [];
  for (const finding of findings) {
    const candidates = finding.flow === undefined ? undefined : byFlow.get(finding.flow);
    const rule = candidates && enforcedRuleOf(finding.code, enforcement)?.rule.name;
    const exemption = candidates?.find(
      (one) => one.rule === rule && (one.node === undefined || one.node === finding.node),
    );
    if (exemption) exempted.push({ finding, exemption });
    else left.push(finding);
  }
  return { findings: left, exempted };
}

/** An exemption covers violations up to and including the day it expires. */
export function isExpired({ expires }: Exemption, today: string): boolean {
  return expires < today;
}

export function expired(exemptions: readonly Exemption[], today: string): Diagnostic[] {
  return exemptions
    .filter((exemption) => isExpired(exemption, today))
    .map(({ rule, flow, node, owner, expires, location }) =>
      gateFinding("expired-exemption", `The exemption from \`${rule}\` expired on ${expires}. Its owner is ${owner}.`, {
        hint: "Fix the violation and remove the exemption, or agree on a later date with its owner.",
        flow,
        ...(node !== undefined && { node }),
        location,
      }),
    );
}

/**
 * A finding for each valid exemption that covers nothing in the whole project. Skips rules on changes, because their
 * findings do not depend on files alone. Skips disabled rules, because another stack may enforce them. Skips flows that
 * are not in this stack.
 */
export function unused({
  exemptions,
  enforcement,
  exempted,
  project,
  unjudged = [],
}: Known & {
  exempted: readonly ExemptedFinding[];
  project: FlowProject;
  /** Names of rules that lacked the facts for a check. */
  unjudged?: readonly string[];
}): Diagnostic[] {
  const used = new Set(exempted.map(({ exemption }) => exemption));
  const judged = new Set(
    enforcement.rules.flatMap(({ rule, level }) =>
      level === "disabled" || rule.change || unjudged.includes(rule.name) ? [] : [rule.name],
    ),
  );
  const keys = project.flows.map(({ key }) => key);
  const elsewhere = new Set(project.elsewhere.map(({ key }) => key));
  return exemptions
    .filter((one) => judged.has(one.rule) && !used.has(one) && !isExpired(one, enforcement.today))
    .filter(({ flow }) => !elsewhere.has(flow))
    .map(({ rule, flow, node, location }) => {
      const exists = keys.includes(flow);
      const meant = exists ? undefined : nearest(flow, keys);
      const what = exists
        ? `the flow \`${flow}\` does not violate this rule${node === undefined ? "" : ` at the node \`${node}\``}`
        : `the flow \`${flow}\` does not exist`;
      return gateFinding("unused-exemption", `The exemption from \`${rule}\` covers nothing: ${what}.`, {
        hint: meant === undefined ? "Remove the exemption." : `Remove the exemption. Or did you mean \`${meant}\`?`,
        location,
      });
    });
}

/** An exempted violation as a non-blocking finding: the reason, the expiry date and the owner. */
export function exemptedFinding({ finding, exemption }: ExemptedFinding, severity: "warning" | "note"): Diagnostic {
  return { ...finding, severity, hint: reasonOf(exemption) };
}

/** The reason for an exemption, its expiry date and its owner. */
export function reasonOf({ expires, owner, reason, location }: ExemptedFinding["exemption"]): string {
  return `Exempted until ${expires} by ${owner} (${location.file}:${location.line}): ${reason}`;
}
