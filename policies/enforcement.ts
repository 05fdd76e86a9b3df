import type { ConfiguredPolicy } from "@genesys-flows/lean-pulumi/policy-stack";
import { type EnforcedRule, type Enforcement, type Rule, scopesOf } from "@genesys-flows/rules";

/**
 * The rules on documents, at the levels and with the settings of the engine's configuration; mandatory and with the strictest
 * settings without one. A rule whose settings are wrong could not be checked.
 */
export function enforcementOf(
  rules: readonly Rule[],
  configured: ReadonlyMap<string, ConfiguredPolicy>,
  today: string,
): Enforcement {
  return {
    rules: rules
      .filter((rule) => scopesOf(rule).includes("document"))
      .map((rule) => enforced(rule, configured.get(rule.name))),
    today,
  };
}

function enforced(rule: Rule, { level: given = "mandatory", properties = {} }: Partial<ConfiguredPolicy> = {}) {
  const level = given === "remediate" ? "mandatory" : given;
  const { data, error } = rule.settings.safeParse(properties);
  if (!error) return { rule, level, settings: data as never } satisfies EnforcedRule;
  const wrong = error.issues.map(({ path, message }) => [...path, message].join(": ")).join("; ");
  const refusing = refusingAll(rule, `Its settings in the configuration of the policy pack are wrong: ${wrong}.`);
  return { rule: refusing, level, settings: {} as never } satisfies EnforcedRule;
}

/** A rule of the same name that can judge nothing. */
function refusingAll({ codes: _, ...rule }: Rule, reason: string): Rule {
  return {
    ...rule,
    document() {
      throw new Error(reason);
    },
  };
}
