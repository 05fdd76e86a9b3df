import type { Rule } from "./rule.ts";
import { blastRadius } from "./rules/blast-radius.ts";
import { moduleCallTransitions } from "./rules/module-call-transitions.ts";
import { sharedModules } from "./rules/shared-modules.ts";

/** The rules of this project, in the order of the reports. */
export const rules: readonly Rule[] = [moduleCallTransitions, sharedModules, blastRadius];

/** The rule of a finding: by its name, or by a code of the kernel that it raises. */
export function ruleOf(code: string, known: readonly Rule[] = rules): Rule | undefined {
  return known.find((rule) => rule.name === code || rule.codes?.some((own) => own === code));
}
