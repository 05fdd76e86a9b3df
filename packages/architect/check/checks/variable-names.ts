import type { Check } from "../check.ts";
import { declarations } from "../variables.ts";

const VALID = /^[^.]+\.\p{L}[\p{L}\p{N}_]*$/u;

/** Declarations of an export: the vendor's rule for names, and each name once in its list, whatever its case. */
export const variableNames: Check = {
  codes: ["duplicate-variable", "invalid-variable-name"],
  run(subject, report) {
    const seen = new Set<string>();
    for (const { name, list, ...place } of declarations(subject)) {
      if (!VALID.test(name)) {
        const message = `'${name}' cannot be the name of a variable.`;
        const hint = "A variable's name is its scope, a dot, a letter, and then letters, digits and underscores.";
        report("invalid-variable-name", { message, hint, ...place });
      }
      const key = `${list} ${name.toLowerCase()}`;
      if (seen.has(key)) {
        const hint = "Architect looks variables up without regard to case. Remove one of the two.";
        report("duplicate-variable", { message: `The variable '${name}' is declared twice.`, hint, ...place });
      }
      seen.add(key);
    }
  },
};
