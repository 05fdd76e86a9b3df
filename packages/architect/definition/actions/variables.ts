import { z } from "zod";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import { get, getList, getMap, getText, singleEntry } from "../../archy/values.ts";
import { parseExpression } from "../../expression/parse.ts";
import type { FlowNode } from "../../graph/types.ts";
import { misfit, toTyped, typeOfValue } from "../data-types.ts";
import { shortest } from "../plain-value.ts";
import { toValue } from "../properties.ts";
import { anyValue, valueMap, variable, variableMap } from "../vocabulary.ts";
import { bodies, type Form, type Shorthand, type ShorthandContext } from "./shorthand.ts";

function attributes(node: FlowNode, held: "value" | "variable"): (Form | undefined)[] {
  const items = getList(node.properties, "attributes").map((item) => getMap(item, "attribute"));
  const entries = items.map((item) => [getText(getMap(item, "name"), "lit"), item?.[held]] as const);
  const body: ArchyMap = {};
  for (const [name, value] of entries) {
    const written = held === "variable" ? value : value === undefined ? undefined : shortest(value, toValue);
    if (name === undefined || written === undefined) return [];
    body[name] = written;
  }
  return bodies(body);
}

/** `setParticipantData: {name: value, ...}`. */
const setParticipantData: Shorthand = {
  action: "setParticipantData",
  schema: valueMap.describe("Sets participant data of the conversation: name -> value or an =expression"),
  toArchy: (body) => withAttributes(body, (value) => ({ value: toValue(value) })),
  toForms: (node) => attributes(node, "value"),
};

/** `getParticipantData: {name: Flow.variable, ...}`. */
const getParticipantData: Shorthand = {
  action: "getParticipantData",
  schema: variableMap.describe("Reads participant data of the conversation: name -> variable"),
  toArchy: (body) => withAttributes(body, (variable) => ({ variable })),
  binds: (body) =>
    Object.fromEntries(Object.values(body as Record<string, string>).map((target) => [target, "string"])),
  toForms: (node) => attributes(node, "variable"),
};

function withAttributes(body: ArchyValue, held: (value: ArchyValue) => ArchyMap): ArchyMap {
  const entries = Object.entries(body as ArchyMap);
  return { attributes: entries.map(([name, value]) => ({ attribute: { name: { lit: name }, ...held(value) } })) };
}

function assignedType(target: string, value: ArchyValue, context: ShorthandContext): string {
  const known = context.typeOf(target) ?? typeOfValue(value, context.typeOf);
  // An invalid expression is reported separately.
  if (known || isInvalid(value)) return known ?? "string";
  context.error("unknown-variable-type", `The type of '${target}' is unknown.`, {
    at: [target],
    hint: `Declare it: variables: {${target}: string}`,
  });
  return "string";
}

function isInvalid(value: ArchyValue): boolean {
  const { exp } = toValue(value);
  return typeof exp === "string" && !parseExpression(exp).ok;
}

/**
 * `updateData: {Flow.x: value, ...}`. Types come from the declared variables or, for other variables, from the values.
 */
const updateData: Shorthand = {
  action: "updateData",
  schema: z
    .record(variable.meta({ title: "variable" }), anyValue.describe("The new value, or an =expression"))
    .describe("Sets variables: variable -> value or an =expression"),
  needsTypes: true,
  toArchy: (body, context) => ({
    statements: Object.entries(body as ArchyMap).map(([target, value]) => {
      const type = assignedType(target, value, context);
      // Architect converts every value of a string variable to a string.
      const wrong = type === "string" ? undefined : misfit(value, type, context.typeOf);
      if (wrong)
        context.error("type-mismatch", `'${target}' is of type ${type}, but ${wrong.found}.`, {
          at: [target],
          where: "value",
          hint: wrong.hint,
        });
      return { [type]: { variable: target, value: toTyped(value, type) } };
    }),
  }),
  binds: (body, typeOf) =>
    Object.fromEntries(
      Object.entries(body as ArchyMap).flatMap(([target, value]) => {
        const type = typeOfValue(value, typeOf);
        return type ? [[target, type]] : [];
      }),
    ),
  toForms(node) {
    const body: ArchyMap = {};
    for (const statement of getList(node.properties, "statements")) {
      const held = singleEntry(statement)?.[1];
      const variable = getText(held, "variable");
      const value = get(held, "value");
      if (variable === undefined || value === undefined) return [];
      const named = get(get(value, "lit"), "name");
      const written = typeof named === "string" ? named : shortest(value, toValue);
      if (written === undefined) return [];
      body[variable] = written;
    }
    return bodies(body);
  },
};

export const variableShorthands: readonly Shorthand[] = [setParticipantData, getParticipantData, updateData];
