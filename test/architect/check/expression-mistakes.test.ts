import {
  checkFlow,
  type Diagnostic,
  distinct,
  parseArchy,
  parseDefinition,
  toGraphInParts,
} from "@genesys-flows/architect";
import { declared, type ExpressionMistake, expressionMistakes, type Slot } from "./expression-mistakes.ts";

/** How a definition and an export write an expression in each of its uses; `%` is the expression as YAML. */
const uses: Readonly<Record<Slot, readonly [definition: string, exported: string]>> = {
  text: [
    "setParticipantData: {x: %=}",
    "setParticipantData: {name: A, attributes: [{attribute: {name: {lit: x}, value: {exp: %}}}]}",
  ],
  condition: ["decision: %=", "decision: {name: A, condition: {exp: %}}"],
  case: ["switch: {cases: {x: %=}}", "switch: {name: A, evaluate: {firstTrue: {cases: [{case: {value: {exp: %}}}]}}}"],
  integer: [
    "updateData: {Flow.count: %=}",
    "updateData: {name: A, statements: [{integer: {variable: Flow.count, value: {exp: %}}}]}",
  ],
  queue: ["transferToAcd: {queue: %=}", "transferToAcd: {name: A, targetQueue: {exp: %}}"],
  duration: [
    "updateData: {Flow.pause: %=}",
    "updateData: {name: A, statements: [{duration: {variable: Flow.pause, value: {exp: %}}}]}",
  ],
};

const transitions: Readonly<Record<Slot, string>> = {
  text: "then: z",
  condition: "on: {yes: z, no: z}",
  case: "on: {x: z, default: z}",
  integer: "then: z",
  queue: "on: {failure: z}",
  duration: "then: z",
};

const JUDGED = new Set(expressionMistakes.flatMap(({ found }) => found.map(([code]) => code)));

/** The codes of findings about expressions, each with the text under its caret. */
function marks(findings: readonly Diagnostic[]): string[] {
  return findings
    .filter(({ code }) => JUDGED.has(code))
    .map(({ code, location }) => {
      const { sourceLine = "", column = 1, length = 1 } = location ?? {};
      return `${code}: ${unquoted(sourceLine.slice(column - 1, column - 1 + length))}`;
    })
    .sort();
}

/** A part of a YAML text without its quotes, and without the sign of an expression. */
function unquoted(text: string): string {
  return text
    .replaceAll('\\"', '"')
    .replaceAll("''", "'")
    .replace(/^["']?=?|["']$/g, "");
}

const quotes: Readonly<Record<string, (text: string) => string>> = {
  double: (text) => JSON.stringify(text),
  single: (text) => `'${text.replaceAll("'", "''")}'`,
};

function inDefinition(
  { expression, as = "text", type = "inboundCall" }: ExpressionMistake,
  quote: (text: string) => string,
) {
  const variables = Object.entries(declared).map(([name, of]) => `Flow.${name}: {type: ${of}, input: true}`);
  const action = uses[as][0].replace("%=", () => quote(`=${expression}`));
  const text = `${type}: A\nvariables: {${variables.join(", ")}}\nstart: a\nnodes:\n  a: {${action}, ${transitions[as]}}\n  z: {disconnect: {}}\n`;
  const definition = parseDefinition({ path: "a.yaml", text }, { values: {} });
  const { graph, findings } = toGraphInParts(definition, { modules: () => undefined });
  return distinct([...findings, ...checkFlow(graph)]);
}

function inExport(
  { expression, as = "text", type = "inboundCall" }: ExpressionMistake,
  quote: (text: string) => string,
) {
  const variables = Object.entries(declared).map(
    ([name, of]) =>
      `    - ${of}Variable: {name: Flow.${name}, initialValue: {noValue: true}, isInput: true, isOutput: false}\n`,
  );
  const action = `- ${uses[as][1].replace("%", () => quote(expression))}`;
  const part = type === "inboundEmail" ? "state" : "task";
  const body =
    type === "inqueueCall"
      ? `  startUpTaskActions:\n    ${action}\n`
      : `  startUpRef: /${type}/${part}s/${part}[a]\n  ${part}s:\n    - ${part}:\n        name: A\n        refId: a\n        actions:\n          ${action}\n`;
  return checkFlow(parseArchy(`${type}:\n  name: A\n  variables:\n${variables.join("")}${body}`, { file: "a.yaml" }));
}

describe.each(Object.keys(quotes))("in %s quotes", (quote) => {
  test.each(expressionMistakes.map((one) => [one.about, one] as const))("%s: in an export", (_, one) => {
    expect(marks(inExport(one, quotes[quote] ?? String))).toEqual(wanted(one));
  });

  test.each(expressionMistakes.map((one) => [one.about, one] as const))("%s: in a definition", (_, one) => {
    expect(marks(inDefinition(one, quotes[quote] ?? String))).toEqual(wanted(one));
  });
});

function wanted({ found }: ExpressionMistake): string[] {
  return found.map(([code, marked]) => `${code}: ${unquoted(marked)}`).sort();
}
