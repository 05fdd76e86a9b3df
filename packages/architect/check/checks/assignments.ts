import type { ArchyPath, ArchyValue } from "../../archy/types.ts";
import { getList, getText, isMap, singleEntry } from "../../archy/values.ts";
import type { Check } from "../check.ts";
import { misfit } from "../data-types.ts";
import { declaredTypes } from "../variables.ts";

/** `updateData`: a statement of another type than its variable's, or a value of another type than its statement's. */
export const assignments: Check = {
  codes: ["type-mismatch"],
  run(subject, report) {
    const typeOf = declaredTypes(subject);
    for (const node of subject.graph.nodes.values()) {
      if (node.kind !== "updateData") continue;
      for (const [index, statement] of getList(node.properties, "statements").entries()) {
        const [type, body] = singleEntry(statement) ?? [];
        if (type === undefined || !isMap(body)) continue;
        const variable = getText(body, "variable");
        const place = (...keys: string[]) => ({ node, ...pathOf(node.path, ["statements", index, type, ...keys]) });
        const declared = variable === undefined ? undefined : typeOf(variable);
        if (variable !== undefined && declared !== undefined && declared.toLowerCase() !== type.toLowerCase()) {
          const message = `'${variable}' is declared as ${declared}, and is set as ${type}.`;
          report("type-mismatch", {
            message,
            hint: `Set it as ${declared}, or declare it as ${type}.`,
            ...place("variable"),
          });
          continue;
        }
        const value = body["value"] as ArchyValue | undefined;
        const wrong = misfit(value, type, { typeOf, parse: subject.parse });
        if (!wrong) continue;
        const target = variable === undefined ? "The variable" : `'${variable}'`;
        report("type-mismatch", {
          message: `${target} is of type ${type}; ${wrong.found}.`,
          hint: wrong.hint,
          ...place("value", ...Object.keys(isMap(value) ? value : {}).slice(0, 1)),
        });
      }
    }
  },
};

function pathOf(path: ArchyPath | undefined, more: ArchyPath): { path?: ArchyPath } {
  return path ? { path: [...path, ...more] } : {};
}
