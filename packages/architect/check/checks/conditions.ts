import type { ArchyPath, ArchyValue } from "../../archy/types.ts";
import { get, getList, singleEntry } from "../../archy/values.ts";
import type { Check } from "../check.ts";
import { misfit, type Types } from "../data-types.ts";
import { actionsOfDocument } from "../document-actions.ts";
import type { Place } from "../place.ts";
import type { Subject } from "../subject.ts";
import { declaredTypes } from "../variables.ts";

/** Where actions have conditions: the condition of a decision and the cases of a switch that asks for the first true one. */
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
 * Conditions that are no question: a text, a number, an expression of another type. The condition of a decision is an
 * `ArchValueBoolean` of the vendor's SDK (reference/archy-actions-sdk.tsv), and so is each of a switch's cases.
 */
export const conditions: Check = {
  codes: ["type-mismatch"],
  run(subject, report) {
    const types: Types = { typeOf: declaredTypes(subject), parse: subject.parse };
    for (const { key, body, ...place } of actions(subject)) {
      for (const { value, path } of places[key]?.(body) ?? []) {
        if (value === null) continue;
        const wrong = noQuestion(value, types);
        if (!wrong) continue;
        const inner = singleEntry(value)?.[0];
        const at = place.path && [...place.path, ...path, ...(inner === undefined ? [] : [inner])];
        report("type-mismatch", {
          message: `A condition must be true or false; ${wrong.found}.`,
          hint: wrong.hint,
          ...(place.node ? { node: place.node } : {}),
          ...(at ? { path: at } : {}),
        });
      }
    }
  },
};

function actions(subject: Subject): ({ key: string; body: ArchyValue } & Place)[] {
  if (subject.document) return actionsOfDocument(subject).map((action) => ({ ...action }));
  return [...subject.graph.nodes.values()].map((node) => ({ key: node.kind, body: node.properties, node }));
}

/** A wrapper that says nothing of a type fits: only literals and expressions are judged. */
function noQuestion(value: ArchyValue, types: Types): { found: string; hint: string } | undefined {
  if (typeof value === "string") {
    return { found: `${JSON.stringify(value)} is a text`, hint: "Write an expression: {exp: ...}." };
  }
  const wrong = misfit(value, "boolean", types);
  if (!wrong) return undefined;
  const isLiteral = get(value, "lit") !== undefined;
  return { found: wrong.found, hint: isLiteral ? "Write an expression: {exp: ...}." : "Compare it: ... == ..." };
}
