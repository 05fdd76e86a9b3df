import { type Rule, rules } from "@genesys-flows/rules";

/** A rule of the registry. */
export function ruleNamed(name: string): Rule {
  const rule = rules.find((one) => one.name === name);
  if (!rule) throw new Error(`there is no rule ${name}`);
  return rule;
}
