import type { ArchyPath, ArchyValue } from "@genesys-flows/architect";
import { isMap, mapAt } from "../../document/model.ts";
import { functionRow } from "../expressions/function-table.ts";
import { readExpression } from "../expressions/read.ts";
import type { Check, Problem } from "../findings.ts";
import type { DocumentSurvey, PlacedAction } from "../survey.ts";
import { type ActionRow, actionRow, type Shape } from "./action-table.ts";

/** Properties of every action (exports; `ref` and `refId`: reference/archy.md §f; `trackingId`: export-shapes.md). */
const COMMON = new Set(["name", "ref", "refId", "trackingId", "outputs", "failureOutputs"]);

/** Checks actions and menu choices against everything in the SDK and the exports: keys, properties and output paths. */
export const checkActions: Check = ({ survey }) => {
  const isBoolean = resultTest(survey);
  const of = (noun: string) => (action: PlacedAction) => checkOne(action, noun, isBoolean);
  return [...survey.actions.flatMap(of("action")), ...survey.choices.flatMap(of("menu choice"))];
};

/**
 * Archy creates each action with the SDK's function of that name (reference/archy.md §d). Without this function, Archy
 * cannot create the action. Archy's message is not documented.
 */
function checkOne(action: PlacedAction, noun: string, isBoolean: ResultTest): Problem[] {
  const { type, path } = action;
  const row = actionRow(type);
  if (row) return [...properties(action, row, isBoolean), ...outputs(action, row), ...tests(action, isBoolean)];
  const problem = `no matches for the ${noun} '${type}'`;
  const explanation = `Neither the vendor's SDK nor any known export contains the ${noun} '${type}'.`;
  return [{ code: "unknown-action", problem, path, explanation }];
}

function properties({ type, body, path }: PlacedAction, row: ActionRow, isBoolean: ResultTest): Problem[] {
  return Object.entries(body).flatMap(([key, value]): Problem[] => {
    const shape = row.properties?.get(key);
    const at = [...path, key];
    if (shape !== undefined && wrongShape(value, shape)) return [misshapen(at, shape, value)];
    if (shape === "boolean") return noBoolean(at, value, isBoolean);
    if (!row.properties || row.properties.has(key) || COMMON.has(key)) return [];
    const explanation = `Neither the vendor's SDK nor any known export contains the property '${key}' in '${type}'.`;
    return [{ code: "unknown-property", problem: "no matches", path: at, explanation }];
  });
}

/**
 * Whether the value has the wrong shape, for example a string, number or list instead of an object. Other checks report
 * null and missing properties.
 */
function wrongShape(value: ArchyValue, shape: Shape): boolean {
  if (value === null) return false;
  if (shape === "object" || shape === "boolean") return !isMap(value);
  if (shape === "list") return !Array.isArray(value) && !isMap(value);
  return isMap(value) || Array.isArray(value);
}

/**
 * A problem in the recorded words: `expected a object but got null ('initialGreeting' i '/inboundCall')`
 * (reference/archy.md §a).
 */
function misshapen(path: ArchyPath, shape: Shape, value: ArchyValue): Problem {
  const { wanted, explanation } = SHAPES[shape];
  return { code: "wrong-shape", problem: `expected a ${wanted} but got ${kindOf(value)}`, path, explanation };
}

const WRAPPED = {
  wanted: "object",
  explanation: "Wrap the value in its kind: {lit: ...}, {exp: ...}, {noValue: true}.",
};
const SHAPES: Readonly<Record<Shape, typeof WRAPPED>> = {
  object: WRAPPED,
  boolean: WRAPPED,
  list: { wanted: "array", explanation: "Write a list, with '- ' before each entry." },
  text: { wanted: "string", explanation: "Write the text itself." },
};

function kindOf(value: ArchyValue): string {
  return Array.isArray(value) ? "array" : typeof value;
}

/**
 * Reports a non-boolean literal or expression in a property of the SDK type `ArchValueBoolean`. The setters of this
 * type accept only true and false.
 */
function noBoolean(path: ArchyPath, value: ArchyValue, isBoolean: ResultTest): Problem[] {
  const { lit: literal, exp: expression } = isMap(value) ? value : {};
  const explanation = "A condition is an expression that is true or false ({exp: ...}), {lit: true} or {lit: false}.";
  const wrong = (key: string, got: string): Problem[] => [
    { code: "wrong-shape", problem: `expected a boolean but got ${got}`, path: [...path, key], explanation },
  ];
  if (typeof expression === "string" && isBoolean(expression) === false) return wrong("exp", "another type");
  if (typeof expression === "number") return wrong("exp", "number");
  if (literal === undefined || literal === null || typeof literal === "boolean") return [];
  return wrong("lit", kindOf(literal));
}

/** Checks the conditions of a switch that uses the first true case (SDK `SWITCH_EVALUATION_STYLES`). */
function tests({ type, body, path }: PlacedAction, isBoolean: ResultTest): Problem[] {
  const evaluate = type === "switch" ? mapAt(body, "evaluate") : undefined;
  const cases = mapAt(evaluate, "firstTrue")?.["cases"];
  if (!Array.isArray(cases)) return [];
  return cases.flatMap((entry, index) => {
    const value = mapAt(entry, "case")?.["value"];
    const at = [...path, "evaluate", "firstTrue", "cases", index, "case", "value"];
    return value === undefined ? [] : noBoolean(at, value, isBoolean);
  });
}

function outputs({ type, body, path }: PlacedAction, row: ActionRow): Problem[] {
  return Object.entries(mapAt(body, "outputs") ?? {}).flatMap(([key, value]): Problem[] => {
    const at = [...path, "outputs", key];
    // "Gets an output by its identifier. If it cannot be found, this method will throw" (SDK `getOutputById`).
    if (row.outputs && !row.outputs.has(key)) {
      const explanation = `'${type}' has no output path '${key}'; it has ${[...row.outputs].join(", ")}.`;
      return [{ code: "unknown-output-path", problem: "no matches", path: at, explanation }];
    }
    if (row.outputs && wrongShape(value, "object")) return [misshapen(at, "object", value)];
    if (!disabledWithActions(value)) return [];
    const problem = "Unreachable because path is disabled";
    const explanation = "The path has `enabled: false`, so its actions never run.";
    return [{ type: "Warning", code: "disabled-output-path", problem, path: at, explanation }];
  });
}

/**
 * Whether a disabled output path has actions: a recorded warning (MakingChatbots/genesys-cloud-plugins, gotchas,
 * "Output path enable/disable").
 */
function disabledWithActions(value: ArchyValue): boolean {
  if (!isMap(value) || value["enabled"] !== false) return false;
  const actions = value["actions"];
  return Array.isArray(actions) && actions.length > 0;
}

/** Whether an expression results in a boolean; undefined if that is unknown. */
type ResultTest = (expression: string) => boolean | undefined;

/** Uses the form of the expression, the vendor's table of functions, and the declarations in the document. */
function resultTest({ declared }: DocumentSurvey): ResultTest {
  const types = Map.groupBy(declared, ({ name }) => name.toLowerCase());
  const holdsBoolean = (name: string): boolean | undefined => {
    const found = new Set((types.get(name.toLowerCase()) ?? []).map(({ type }) => type));
    const [type] = found;
    // A JSON value may be a boolean.
    if (found.size !== 1 || type === undefined || /json/i.test(type)) return undefined;
    return type === "booleanVariable";
  };
  return (expression) => {
    const { result } = readExpression(expression);
    if (result === undefined) return undefined;
    if (typeof result === "string") return result === "boolean";
    if (result.kind === "variable") return holdsBoolean(result.name);
    if (result.kind === "word") return /^(true|false)$/i.test(result.name) ? true : undefined;
    const returns = functionRow(result.name)?.returns ?? [];
    if (returns.length === 0 || returns.some((type) => type.startsWith("any"))) return undefined;
    return returns.includes("bln");
  };
}
