import type { ArchyPath, ArchyValue } from "../../archy/types.ts";
import { get, getList, getText, isMap, singleEntry } from "../../archy/values.ts";
import { bindings } from "../../definition/variable-types.ts";
import type { Check, Report } from "../check.ts";
import { type Misfit, misfit, type Types } from "../data-types.ts";
import type { ActionOfFlow, Subject } from "../subject.ts";
import { slotsOf, type ValueSlot } from "../value-slots.ts";
import { variableTypes } from "../variable-table.ts";

/**
 * Values and expressions of another type than their place takes: properties and conditions of actions, which have a class of the
 * vendor's SDK each (reference/archy-actions-sdk.tsv: `ArchValueBoolean`), and the statements that set variables.
 */
export const valueTypes: Check = {
  codes: ["type-mismatch"],
  ofParts: true,
  run(subject, report) {
    const types: Types = { typeOf: variableTypes(subject), parse: subject.parse };
    for (const action of subject.actions()) {
      for (const slot of slotsOf(action)) {
        const wrong = slot.condition ? notBoolean(slot.value, types) : misfit(slot.value, slot.type, types);
        if (wrong) reportSlot(subject, report, { action, slot, wrong });
      }
    }
  },
};

function reportSlot(
  subject: Subject,
  report: Report,
  { action, slot, wrong }: { action: ActionOfFlow; slot: ValueSlot; wrong: Misfit },
): void {
  const { value, type, is, condition, under } = slot;
  const message = condition
    ? `A condition must be true or false, but ${wrong.found}.`
    : `${is} of type ${type}, but ${wrong.found}.`;
  report("type-mismatch", {
    message,
    hint: wrong.hint,
    ...placeOfValue(subject, { action, value, path: slot.path, under }),
  });
}

/** The place of a value in its wrapper; in a definition, of its text. */
function placeOfValue(
  subject: Subject,
  { action, value, path, under }: { action: ActionOfFlow } & Pick<ValueSlot, "value" | "path" | "under">,
) {
  const { node } = action;
  const [wrapper, inner] = singleEntry(value) ?? [];
  const within = action.path && [...action.path, ...path, ...(wrapper === undefined ? [] : [wrapper])];
  const text = isMap(inner) ? getText(inner, "name") : wrapper === "exp" || wrapper === "lit" ? inner : value;
  const location =
    subject.document || !node || typeof text === "object" || text === undefined
      ? undefined
      : subject.graph.textPlace?.({ node: node.id, text: String(text), under });
  return { node, ...(within && { path: within }), ...(location && { location }) };
}

/** Checks literals and expressions; other wrappers have no known type. */
function notBoolean(value: ArchyValue, types: Types): Misfit | undefined {
  if (typeof value === "string") {
    return { found: `${JSON.stringify(value)} is a text`, hint: "Write an expression: {exp: ...}." };
  }
  const wrong = misfit(value, "boolean", types);
  if (!wrong) return undefined;
  const isLiteral = get(value, "lit") !== undefined;
  return { found: wrong.found, hint: isLiteral ? "Write an expression: {exp: ...}." : "Compare it: ... == ..." };
}

/** Variables that an action sets to a value of another type than that of the variable. */
export const boundTypes: Check = {
  codes: ["type-mismatch"],
  ofParts: true,
  run(subject, report) {
    const typeOf = variableTypes(subject);
    for (const action of subject.actions()) {
      for (const { variable, type, path } of setBy(action)) {
        const declared = typeOf(variable);
        if (type === undefined || declared === undefined || declared.toLowerCase() === type.toLowerCase()) continue;
        const isStatement = action.key === "updateData";
        const { node } = action;
        report("type-mismatch", {
          message: `'${variable}' is declared as ${declared}, but ${isStatement ? "set as" : `'${action.key}' sets it to a value of type`} ${type}.`,
          hint: isStatement
            ? `Set it as ${declared}, or declare it as ${type}.`
            : `Use a variable of type ${type}, and convert its value afterwards.`,
          node,
          path: path && action.path && [...action.path, ...path],
          location:
            subject.document || !node ? undefined : subject.graph.textPlace?.({ node: node.id, text: variable }),
        });
      }
    }
  },
};

interface Set {
  readonly variable: string;
  readonly type?: string;
  readonly path?: ArchyPath;
}

/** The variables that an action sets, with the type that the action gives them. */
function setBy({ key, body, node }: ActionOfFlow): Set[] {
  // The body of an export's action has the actions of its output paths, too.
  if (key !== "updateData") return bindings(key, node?.properties ?? {});
  return getList(body, "statements").flatMap((statement, index): Set[] => {
    const [type, held] = singleEntry(statement) ?? [];
    const variable = getText(held, "variable");
    if (type === undefined || variable === undefined) return [];
    return [{ variable, type, path: ["statements", index, type, "variable"] }];
  });
}
