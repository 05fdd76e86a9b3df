import type { EnforcedRule, Enforcement, Rule } from "./rule.ts";
import { blastRadius } from "./rules/blast-radius.ts";
import { coverage } from "./rules/coverage.ts";
import { failureHandled } from "./rules/failure-handled.ts";
import { faultHandling } from "./rules/fault-handling.ts";
import { flowNaming } from "./rules/flow-naming.ts";
import { flowStructure } from "./rules/flow-structure.ts";
import { moduleCallTransitions } from "./rules/module-call-transitions.ts";
import { noForceUnlock } from "./rules/no-force-unlock.ts";
import { promotesFrom } from "./rules/promotes-from.ts";
import { referencesByName } from "./rules/references-by-name.ts";
import { secretsAndPins } from "./rules/secrets-and-pins.ts";
import { sharedModules } from "./rules/shared-modules.ts";

export const rules: readonly Rule[] = [
  moduleCallTransitions,
  failureHandled,
  faultHandling,
  flowStructure,
  referencesByName,
  secretsAndPins,
  flowNaming,
  noForceUnlock,
  sharedModules,
  blastRadius,
  promotesFrom,
  coverage,
];

/** The rule that a finding's code belongs to: the rule with this name, or the rule that raises this kernel code. */
export function ruleOf(code: string, known: readonly Rule[] = rules): Rule | undefined {
  return known.find((rule) => finds(rule, code));
}

/** The rule of a finding, with the level and settings of an environment. */
export function enforcedRuleOf(code: string, { rules: enforced }: Enforcement): EnforcedRule | undefined {
  return enforced.find(({ rule }) => finds(rule, code));
}

function finds(rule: Rule, code: string): boolean {
  return rule.name === code || rule.codes?.some((own) => own === code) === true;
}
