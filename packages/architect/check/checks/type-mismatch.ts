import { actionOf } from "../../archy/actions/index.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../../archy/types.ts";
import { get, getList, getMap, getText, isMap, singleEntry, valueAt } from "../../archy/values.ts";
import { bindings } from "../../definition/variable-types.ts";
import { INTEGER_DIGITS, isTooLarge } from "../../expression/types.ts";
import { switchTests } from "../../graph/output-paths.ts";
import type { Check, Report } from "../check.ts";
import { type Misfit, misfit, type Types } from "../data-types.ts";
import type { Part } from "../parts.ts";
import type { Place } from "../place.ts";
import type { ActionOfFlow, Subject } from "../subject.ts";
import { declarations, typesOf, variableTypes } from "../variable-table.ts";

/**
 * Values and expressions of a wrong type, in statements that set variables and in properties and conditions of actions.
 * The required types are from the vendor's SDK (reference/archy-actions-sdk.tsv: `ArchValueBoolean`).
 */
export const valueTypes: Check = {
  codes: ["type-mismatch", "number-out-of-range"],
  ofParts: true,
  run(subject, report) {
    const types = typesOf(subject);
    // For a definition, parsing already checks the initial values of variables.
    for (const { name, path, type, initialValue: value } of declarations(subject)) {
      const slot = { value, type, is: `'${name}' is`, path: ["initialValue"] };
      checkSlot(subject, report, { action: { path }, slot, types });
    }
    for (const action of subject.actions()) {
      for (const slot of slotsOf(action)) checkSlot(subject, report, { action, slot, types });
    }
  },
};

interface SlotOf {
  readonly action: Place;
  readonly slot: ValueSlot;
}

function checkSlot(subject: Subject, report: Report, o: SlotOf & { types: Types }): void {
  const { value, type, is, condition } = o.slot;
  if (isTooLarge(get(value, "lit"), type)) {
    const message = `${is} an integer, which has at most ${INTEGER_DIGITS} digits.`;
    report("number-out-of-range", { message, hint: "Use a decimal or a string.", ...placeOfValue(subject, o) });
    return;
  }
  const wrong = condition ? notBoolean(value, o.types) : misfit(value, type, o.types);
  if (!wrong) return;
  const message = condition
    ? `A condition must be true or false, but ${wrong.found}.`
    : `${is} of type ${type}, but ${wrong.found}.`;
  report("type-mismatch", { message, hint: wrong.hint, ...placeOfValue(subject, o) });
}

/** The location of a value in its wrapper; in a definition, the location of its text. */
function placeOfValue(subject: Subject, { action, slot: { value, path, under } }: SlotOf) {
  const { node } = action;
  const [wrapper, inner] = singleEntry(value) ?? [];
  const within = action.path && [...action.path, ...path, ...(wrapper === undefined ? [] : [wrapper])];
  const text = isMap(inner) ? getText(inner, "name") : wrapper === "exp" || wrapper === "lit" ? inner : value;
  const location =
    subject.document || !node || typeof text === "object" || text === undefined
      ? undefined
      : subject.graph.textPlace?.({ node: node.id, text: String(text), under });
  return { node, path: within, location };
}

/** Checks literals and expressions; other wrappers have no known type. */
function notBoolean(value: ArchyValue, types: Types): Misfit | undefined {
  if (typeof value === "string") {
    return { found: `${JSON.stringify(value)} is a string`, hint: "Write an expression: {exp: ...}." };
  }
  const wrong = misfit(value, "boolean", types);
  if (!wrong) return undefined;
  const isLiteral = get(value, "lit") !== undefined;
  return { found: wrong.found, hint: isLiteral ? "Write an expression: {exp: ...}." : "Compare it: ... == ..." };
}

/** Variables that an action sets to a value of a different type. */
export const boundTypes: Check = {
  codes: ["type-mismatch"],
  ofParts: true,
  run(subject, report) {
    const typeOf = variableTypes(subject);
    for (const { key, node } of subject.actions()) {
      // In an export, an action's body includes the actions of its output paths; the node's properties do not.
      for (const { variable, type } of node ? bindings(node.kind, node.properties) : []) {
        const declared = typeOf(variable);
        if (type === undefined || declared === undefined || declared.toLowerCase() === type.toLowerCase()) continue;
        const isStatement = key === "updateData";
        const isSetHere = (part: Part) => part.kind === "write" && part.node === node && part.value === variable;
        report("type-mismatch", {
          message: `'${variable}' is declared as ${declared}, but ${isStatement ? "set as" : `'${key}' sets it to a value of type`} ${type}.`,
          hint: isStatement
            ? `Set it to a value of type ${declared}, or declare it as ${type}.`
            : `Use a variable of type ${type}, and convert its value afterwards.`,
          node,
          part: subject.parts.find(isSetHere),
        });
      }
    }
  },
};

/** A value in an action that must be of one type. */
interface ValueSlot {
  readonly value: ArchyValue;
  readonly type: string;
  /** The beginning of a message: `The property 'priority' is`. */
  readonly is: string;
  /** Path from the action's body to the value. */
  readonly path: ArchyPath;
  /** The key that contains the value in a definition. */
  readonly under?: string | undefined;
  /** Set for the condition of a decision or of a case. */
  readonly condition?: true;
}

/**
 * Types in the action table whose values have exactly one Architect data type (reference/archy-actions-sdk.tsv:
 * `ArchValueInteger`, ...).
 */
const DATA_TYPES: ReadonlySet<string> = new Set([
  ...["boolean", "integer", "decimal", "string", "duration", "dateTime", "phoneNumber"],
  ...["queue", "user", "group", "languageSkill", "scheduleGroup", "emergencyGroup", "stringCollection"],
]);

/** The values of an action whose type is known: in properties, statements, attributes, skills and conditions. */
function slotsOf({ key, body }: ActionOfFlow): ValueSlot[] {
  const found: ValueSlot[] = [];
  for (const [name, type] of Object.entries(actionOf(key)?.properties ?? {})) {
    const value = get(body, name);
    if (value === undefined) continue;
    if (key === "decision" && name === "condition") found.push(condition(value, [name]));
    else if (DATA_TYPES.has(type))
      found.push({ value, type, is: `The property '${name}' is`, path: [name], under: name });
    else if (Object.hasOwn(lists, name)) found.push(...listed(value, name, lists[name] as Listed));
  }
  if (key === "updateData") found.push(...listed(get(body, "statements") ?? null, "statements", statement));
  if (actionOf(key)?.shape === "cases") found.push(...casesOf(body));
  return found;
}

function statement(type: string, body: ArchyValue): ReturnType<Listed> {
  const variable = getText(body, "variable");
  const is = `${variable === undefined ? "The variable" : `'${variable}'`} is`;
  return { type, is, at: ["value"], under: variable };
}

type Listed = (item: string, body: ArchyValue) => Omit<ValueSlot, "path" | "value"> & { readonly at: ArchyPath };

/** Values in properties that are lists of one-key items. */
const lists: Readonly<Record<string, Listed>> = {
  attributes: (_, body) => {
    const name = getText(getMap(body, "name"), "lit");
    const is = `The attribute${name === undefined ? "" : ` '${name}'`} is`;
    return { type: "string", is, at: ["value"], under: name };
  },
  acdSkills: () => ({ type: "skill", is: "The skill is", at: [] }),
};

function listed(list: ArchyValue, name: string, of: Listed): ValueSlot[] {
  return (Array.isArray(list) ? list : []).flatMap((item, index): ValueSlot[] => {
    const [kind, body] = singleEntry(item) ?? [];
    if (kind === undefined || !isMap(body)) return [];
    const { at, ...slot } = of(kind, body);
    const [step] = at;
    const value = step === undefined ? body : get(body, String(step));
    return value === undefined ? [] : [{ ...slot, value, path: [name, index, kind, ...at] }];
  });
}

/** The cases of a switch: conditions, or values of the tested type. */
function casesOf(body: ArchyMap): ValueSlot[] {
  const { style, type, subject } = switchTests(body);
  const path = type === undefined ? ["evaluate", style] : ["evaluate", style, type];
  const cases = casesIn(valueAt(body, path));
  if (type === undefined) return cases.map((one) => condition(one.value, [...path, ...one.path]));
  const slots = cases.map((one) => ({ ...one, is: "The value of the case is" }));
  const tested = { value: subject ?? null, path: ["value"], is: "The value that the switch tests is" };
  return [tested, ...slots].map((slot) => ({ ...slot, type, path: [...path, ...slot.path] }));
}

function casesIn(tests: ArchyValue | undefined): { value: ArchyValue; path: ArchyPath }[] {
  return getList(tests, "cases").flatMap((item, index) => {
    const [kind, held] = singleEntry(item) ?? [];
    const value = get(held, "value");
    return kind === undefined || value === undefined ? [] : [{ value, path: ["cases", index, kind, "value"] }];
  });
}

function condition(value: ArchyValue, path: ArchyPath): ValueSlot {
  return { value, type: "boolean", is: "", path, condition: true };
}
