import type { ArchyPath, ArchyValue } from "@genesys-flows/architect";
import { isMap } from "../../document/model.ts";
import { type ResultTest, resultTest } from "../expressions/results.ts";
import { type Check, type CheckContext, type Finding, finding } from "../findings.ts";
import type { PlacedAction } from "../survey.ts";
import { type ActionRow, actionRow, type Shape } from "./action-table.ts";

/** Properties of every action (exports; `ref` and `refId`: reference/archy.md §f; `trackingId`: export-shapes.md). */
const COMMON = new Set(["name", "ref", "refId", "trackingId", "outputs", "failureOutputs"]);

/** Actions and menu choices by the table of all that the SDK and the exports have: their keys, properties and output paths. */
export const checkActions: Check = (context) => {
  const scope: Scope = { ...context, isBoolean: resultTest(context.survey) };
  return [
    ...context.survey.actions.flatMap((action) => checkOne(scope, action, "action")),
    ...context.survey.choices.flatMap((choice) => checkOne(scope, choice, "menu choice")),
  ];
};

interface Scope extends CheckContext {
  readonly isBoolean: ResultTest;
}

function checkOne(context: Scope, action: PlacedAction, noun: string): Finding[] {
  const row = actionRow(action.type);
  if (!row) return [unknownAction(context, action, noun)];
  return [...properties(context, action, row), ...outputs(context, action, row), ...tests(context, action)];
}

/**
 * Archy creates each action with the SDK's function of its name (reference/archy.md §d). Without such a function it cannot create
 * one; no record shows the message.
 */
function unknownAction({ places }: CheckContext, { type, path }: PlacedAction, noun: string): Finding {
  return finding(places, {
    code: "unknown-action",
    problem: `no matches for the ${noun} '${type}'`,
    path,
    explanation: `Neither the vendor's SDK nor any export has the ${noun} '${type}'.`,
  });
}

function properties(scope: Scope, { type, body, path }: PlacedAction, row: ActionRow): Finding[] {
  const { places } = scope;
  return Object.entries(body).flatMap(([key, value]): Finding[] => {
    const shape = row.properties?.get(key);
    const at = [...path, key];
    if (shape !== undefined && wrongShape(value, shape)) return [misshapen(places, at, shape, value)];
    if (shape === "boolean") return noBoolean(scope, at, value);
    if (shape !== undefined) return [];
    if (!row.properties || row.properties.has(key) || COMMON.has(key)) return [];
    return [
      finding(places, {
        code: "unknown-property",
        problem: "no matches",
        path: [...path, key],
        explanation: `Neither the vendor's SDK nor any export has the property '${key}' at '${type}'.`,
      }),
    ];
  });
}

/** A text, number or list instead of an object, and similar mistakes. Null and missing properties are checked elsewhere. */
function wrongShape(value: ArchyValue, shape: Shape): boolean {
  if (value === null) return false;
  if (shape === "object" || shape === "boolean") return !isMap(value);
  if (shape === "list") return !Array.isArray(value) && !isMap(value);
  return isMap(value) || Array.isArray(value);
}

/** In the recorded words: `expected a object but got null ('initialGreeting' i '/inboundCall')` (reference/archy.md §a). */
function misshapen(places: CheckContext["places"], path: ArchyPath, shape: Shape, value: ArchyValue): Finding {
  const wanted = { object: "object", boolean: "object", list: "array", text: "string" }[shape];
  const got = Array.isArray(value) ? "array" : typeof value;
  const wrapped = "Wrap the value in its kind: {lit: ...}, {exp: ...}, {noValue: true}.";
  const explanations = {
    object: wrapped,
    boolean: wrapped,
    list: "Write a list, with '- ' before each entry.",
    text: "Write the text itself.",
  };
  return finding(places, {
    code: "wrong-shape",
    problem: `expected a ${wanted} but got ${got}`,
    path,
    explanation: explanations[shape],
  });
}

/**
 * What is no boolean for a property that the SDK types as `ArchValueBoolean`, whose setters accept only true and false: a literal,
 * or an expression that results in something else.
 */
function noBoolean({ places, isBoolean }: Scope, path: ArchyPath, value: ArchyValue): Finding[] {
  const { lit: literal, exp: expression } = isMap(value) ? value : {};
  const explanation = "A condition is an expression that is true or false, {exp: ...}, or {lit: true} or {lit: false}.";
  const wrong = (key: string, got: string): Finding[] => [
    finding(places, {
      code: "wrong-shape",
      problem: `expected a boolean but got ${got}`,
      path: [...path, key],
      explanation,
    }),
  ];
  if (typeof expression === "string" && isBoolean(expression) === false) return wrong("exp", "another type");
  if (typeof expression === "number") return wrong("exp", "number");
  if (literal === undefined || literal === null || typeof literal === "boolean") return [];
  return wrong("lit", Array.isArray(literal) ? "array" : typeof literal);
}

/** The conditions of a switch that follows the first case that is true (SDK `SWITCH_EVALUATION_STYLES`). */
function tests(scope: Scope, { type, body, path }: PlacedAction): Finding[] {
  const evaluate = type === "switch" ? body["evaluate"] : undefined;
  const first = isMap(evaluate) ? evaluate["firstTrue"] : undefined;
  const cases = isMap(first) ? first["cases"] : undefined;
  if (!Array.isArray(cases)) return [];
  return cases.flatMap((entry, index) => {
    const one = isMap(entry) ? entry["case"] : undefined;
    const value = isMap(one) ? one["value"] : undefined;
    const at = [...path, "evaluate", "firstTrue", "cases", index, "case", "value"];
    return value === undefined ? [] : noBoolean(scope, at, value);
  });
}

function outputs({ places }: CheckContext, { type, body, path }: PlacedAction, row: ActionRow): Finding[] {
  const paths = body["outputs"];
  if (!isMap(paths)) return [];
  return Object.entries(paths).flatMap(([key, value]): Finding[] => {
    const at = [...path, "outputs", key];
    // "Gets an output by its identifier. If it cannot be found, this method will throw" (SDK `getOutputById`).
    if (row.outputs && !row.outputs.has(key))
      return [
        finding(places, {
          code: "unknown-output-path",
          problem: "no matches",
          path: at,
          explanation: `'${type}' has no output path '${key}'; it has ${[...row.outputs].join(", ")}.`,
        }),
      ];
    if (row.outputs && wrongShape(value, "object")) return [misshapen(places, at, "object", value)];
    return disabledWithActions(value)
      ? [
          finding(places, {
            type: "Warning",
            code: "disabled-output-path",
            problem: "Unreachable because path is disabled",
            path: at,
            explanation: "The path has `enabled: false`, so its actions never run.",
          }),
        ]
      : [];
  });
}

/** A recorded warning (MakingChatbots/genesys-cloud-plugins, gotchas, "Output path enable/disable"). */
function disabledWithActions(value: ArchyValue): boolean {
  if (!isMap(value) || value["enabled"] !== false) return false;
  const actions = value["actions"];
  return Array.isArray(actions) && actions.length > 0;
}
