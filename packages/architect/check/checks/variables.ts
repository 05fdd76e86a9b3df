import type { Location } from "../../diagnostic.ts";
import { nearest } from "../../suggest.ts";
import type { Check } from "../check.ts";
import type { Part } from "../parts.ts";
import type { Place } from "../place.ts";
import type { Subject } from "../subject.ts";
import { declarations, declaredVariables, hasInitialValue, variableTable } from "../variable-table.ts";

const VALID = /^[^.]+\.\p{L}[\p{L}\p{N}_]*$/u;

/** Declarations of an export: the vendor's rule for names, and each name once in its list, whatever its case. */
export const variableNames: Check = {
  codes: ["duplicate-variable", "invalid-variable-name"],
  ofParts: true,
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

/** Every loop counts into a variable, wanted or not. */
const NEEDED = "currentIndex";

/** Scopes whose variables every export declares; those of tasks and states come of being set (reference/archy.md §a). */
const DECLARED = /^(flow|common)\./i;

/** Variables that are read and never get a value, those that get one which nobody reads, and those that nothing declares. */
export const variableUse: Check = {
  codes: ["undeclared-variable", "never-set", "never-read"],
  run(subject, report) {
    const names = declaredVariables(subject).map((variable) => variable.name);
    for (const { name, declared, reads, writes } of variableTable(subject).values()) {
      const [read] = reads;
      const [write] = writes;
      const near = declared ? undefined : nearest(name, names);
      const meant = near === undefined ? "check its spelling" : `did you mean '${near}'?`;
      if (read && !write && !hasInitialValue(declared)) {
        const hint = declared
          ? "Give it an initial value, let an action set it, or make it an input."
          : `It is not declared either: ${near === undefined ? `${meant}.` : meant}`;
        report("never-set", { message: `'${name}' is read and nothing sets it.`, hint, ...at(subject, name, read) });
      }
      if (write && !declared && subject.document && DECLARED.test(name)) {
        const hint = near === undefined ? "Declare it, or correct its spelling." : `Did you mean '${near}'?`;
        report("undeclared-variable", {
          message: `The flow does not declare '${name}'.`,
          hint,
          ...at(subject, name, write),
        });
        continue;
      }
      if (!write || read || declared?.isOutput || write.purpose === NEEDED) continue;
      const hint = "Nothing is lost by leaving it out, unless the platform or a report reads it.";
      report("never-read", { message: `'${name}' is set and never read.`, hint, ...at(subject, name, write) });
    }
  },
};

/** In a definition the text that names the variable, else the value. */
function at({ document, graph }: Subject, name: string, part: Part): Place & { location?: Location } {
  const location = document || !part.node ? undefined : graph.textPlace?.(part.node.id, name);
  return { node: part.node, path: part.path, location };
}
