import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import type { Configured, ConfiguredPolicy } from "@genesys-flows/lean-pulumi/policy-stack";
import {
  cannotJudge,
  type EnforcedRule,
  type Enforcement,
  rules as ownRules,
  type Rule,
  reasonOf,
  scopesOf,
  todayInUtc,
} from "@genesys-flows/rules";
import { type Applied, readGate } from "./gate/index.ts";

/** The rules that the policies apply, and the exemptions. */
export interface PackGate {
  readonly enforcement: Enforcement;
  /** The errors in the policy files that prevent the rules from being checked. */
  readonly wrong?: string;
  apply(findings: readonly Diagnostic[]): Applied;
}

/** Reads the rules and exemptions in a folder, and applies the engine's configuration. */
export async function readPackGate({ policies }: Configured, folder: string): Promise<PackGate> {
  try {
    const { rules, enforcement, apply } = await readGate({ folder });
    return { enforcement: enforcementOf(rules, policies, enforcement.today), apply };
  } catch (error) {
    return {
      enforcement: enforcementOf(ownRules, policies, todayInUtc()),
      wrong: `The rules and exemptions cannot be read. ${placed(error)}`,
      apply: (findings) => ({ findings, exempted: [] }),
    };
  }
}

function placed(error: unknown): string {
  if (!(error instanceof DiagnosticError)) return reasonOf(error);
  return error.diagnostics
    .map(({ message, location }) => (location ? `${location.file}:${location.line}: ${message}` : message))
    .join(" ");
}

/**
 * The rules on documents, with levels and settings from the engine's configuration. Without a configuration, they are
 * mandatory and have the strictest settings. A rule with invalid settings reports that it could not be checked.
 */
function enforcementOf(
  rules: readonly Rule[],
  configured: ReadonlyMap<string, ConfiguredPolicy>,
  today: string,
): Enforcement {
  const own = rules.filter((rule) => scopesOf(rule).includes("document"));
  return { rules: own.map((rule) => enforced(rule, configured.get(rule.name))), today };
}

function enforced(rule: Rule, { level: given = "mandatory", properties = {} }: Partial<ConfiguredPolicy> = {}) {
  const level = given === "remediate" ? "mandatory" : given;
  const { data, error } = rule.settings.safeParse(properties);
  if (!error) return { rule, level, settings: data as never } satisfies EnforcedRule;
  const wrong = error.issues.map(({ path, message }) => [...path, message].join(": ")).join("; ");
  const { codes: _, ...judging } = rule;
  const refusing: Rule = {
    ...judging,
    document() {
      throw new Error(`The rule's settings in the configuration of the policy pack are wrong: ${wrong}.`);
    },
  };
  return { rule: refusing, level, settings: {} as never } satisfies EnforcedRule;
}

/**
 * The finding that rules could not check a flow. If several rules could not, combines their findings into one. It
 * belongs to the first mandatory rule, or to the first rule if none is mandatory, and names the other rules. Omits
 * rules from which the flow is exempted.
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
  const message = `${first.message} The same applies to ${others.join(", ")}.`;
  return { findings: [{ ...first, message }], exempted };
}
