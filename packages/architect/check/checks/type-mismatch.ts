import type { ArchyPath, ArchyValue } from "../../archy/types.ts";
import { get, getList, getText, isMap, singleEntry } from "../../archy/values.ts";
import type { Check } from "../check.ts";
import { misfit, type Types } from "../data-types.ts";
import { variableTypes } from "../variable-table.ts";

/** The conditions of actions: that of a decision, and the cases of a switch that takes the first true one. */
const places: Readonly<
  Record<string, (body: ArchyValue) => { readonly value: ArchyValue; readonly path: ArchyPath }[]>
> = {
  decision: (body) => [{ value: get(body, "condition") ?? null, path: ["condition"] }],
  switch: (body) =>
    getList(get(get(body, "evaluate"), "firstTrue"), "cases").map((item, index) => ({
      value: get(singleEntry(item)?.[1], "value") ?? null,
      path: ["evaluate", "firstTrue", "cases", index, singleEntry(item)?.[0] ?? "case", "value"],
    })),
};

/**
 * Conditions that are not boolean: a text, a number, an expression of another type. The condition of a decision and each
 * case of a switch is an `ArchValueBoolean` of the vendor's SDK (reference/archy-actions-sdk.tsv).
 */
export const conditions: Check = {
  codes: ["type-mismatch"],
  ofParts: true,
  run(subject, report) {
    const types: Types = { typeOf: variableTypes(subject), parse: subject.parse };
    for (const { key, body, node, path: action } of subject.actions()) {
      for (const { value, path } of places[key]?.(body) ?? []) {
        if (value === null) continue;
        const wrong = notBoolean(value, types);
        if (!wrong) continue;
        const inner = singleEntry(value)?.[0];
        const at = action && [...action, ...path, ...(inner === undefined ? [] : [inner])];
        report("type-mismatch", {
          message: `A condition must be true or false, but ${wrong.found}.`,
          hint: wrong.hint,
          node,
          path: at,
        });
      }
    }
  },
};

/** Checks literals and expressions; other wrappers have no known type. */
function notBoolean(value: ArchyValue, types: Types): { found: string; hint: string } | undefined {
  if (typeof value === "string") {
    return { found: `${JSON.stringify(value)} is a text`, hint: "Write an expression: {exp: ...}." };
  }
  const wrong = misfit(value, "boolean", types);
  if (!wrong) return undefined;
  const isLiteral = get(value, "lit") !== undefined;
  return { found: wrong.found, hint: isLiteral ? "Write an expression: {exp: ...}." : "Compare it: ... == ..." };
}

/** `updateData`: a statement whose type is not that of its variable, or a value whose type is not that of its statement. */
export const assignments: Check = {
  codes: ["type-mismatch"],
  run(subject, report) {
    const typeOf = variableTypes(subject);
    for (const node of subject.graph.nodes.values()) {
      if (node.kind !== "updateData") continue;
      for (const [index, statement] of getList(node.properties, "statements").entries()) {
        const [type, body] = singleEntry(statement) ?? [];
        if (type === undefined || !isMap(body)) continue;
        const variable = getText(body, "variable");
        const place = (...keys: string[]) => ({
          node,
          path: node.path && [...node.path, "statements", index, type, ...keys],
        });
        const declared = variable === undefined ? undefined : typeOf(variable);
        if (variable !== undefined && declared !== undefined && declared.toLowerCase() !== type.toLowerCase()) {
          const message = `'${variable}' is declared as ${declared}, but set as ${type}.`;
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
          message: `${target} is of type ${type}, but ${wrong.found}.`,
          hint: wrong.hint,
          ...place("value", ...Object.keys(isMap(value) ? value : {}).slice(0, 1)),
        });
      }
    }
  },
};
