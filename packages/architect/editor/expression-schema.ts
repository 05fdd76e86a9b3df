import {
  allBuiltIns,
  allFunctions,
  type BuiltInDescription,
  type FunctionDescription,
} from "../expression/reference.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";

/** Name under `definitions` of the schema that explains an expression. */
export const EXPLAINED = "expression";

/**
 * The schema of an expression, by its name under `definitions`. It accepts any string, and explains each function and
 * platform variable in the string.
 *
 * The explanations are examples, because an editor shows all examples on hover, but only one description. Completion
 * does not offer them, because they are under `if`.
 */
export function expressionSchemas(): Record<string, JsonSchema> {
  const byLetter = Map.groupBy(allFunctions(), ({ name }) => name.charAt(0));
  const byScope = Map.groupBy(allBuiltIns(), ({ name }) => name.slice(0, name.indexOf(".")));
  // Functions are grouped so that a string must be compared with the names of only a few of them.
  const parts = [
    ...[...byLetter].map(([letter, rows]) =>
      when(
        `${word(letter)}\\w*\\s*\\(`,
        rows.map((row) => explanation(`${word(row.name)}\\s*\\(`, ofFunction(row))),
      ),
    ),
    ...[...byScope].map(([scope, rows]) =>
      when(
        `${word(scope)}\\.`,
        rows.map((row) => explanation(`${word(row.name)}\\b`, ofVariable(row))),
      ),
    ),
  ];
  return { [EXPLAINED]: { allOf: parts } };
}

/** Completions for a value: each function as a quoted =expression, with its forms. */
export function functionSnippets(): JsonSchema[] {
  return allFunctions().map(({ name, forms, snippet }) => ({
    label: `=${name}`,
    description: forms.join("\n"),
    body: `'=${snippet}'`,
  }));
}

/** The schema with the explanation added wherever a string may be an =expression. */
export function explaining(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(explaining);
  if (typeof schema !== "object" || schema === null) return schema;
  const own = schema as JsonSchema;
  const parts = Object.fromEntries(Object.entries(own).map(([key, part]) => [key, explaining(part)]));
  const takesWrapper = Object.hasOwn((own["properties"] ?? {}) as object, "exp");
  const takesExpression = takesWrapper || String(own["pattern"]).startsWith("^=");
  return takesExpression ? { ...parts, ...when("^=", [refTo(EXPLAINED)]) } : parts;
}

function when(pattern: string, [then, ...others]: readonly JsonSchema[]): JsonSchema {
  return { if: { type: "string", pattern }, then: others.length === 0 ? then : { allOf: [then, ...others] } };
}

function explanation(pattern: string, text: JsonSchema): JsonSchema {
  return when(pattern, [{ if: { examples: [text] } }]);
}

function ofFunction({ name, forms, example, flows, group }: FunctionDescription): JsonSchema {
  return {
    // Short lines: YAML writes a string of several lines without quotes, and would fold longer lines.
    [name]: forms.map((form) => `${form.match(/.{1,72}(?:,(?= )|$)/g)?.join("\n   ")}\n`).join(""),
    ...(example && { example: example.join(" → ") }),
    ...(flows !== "all" && { flows }),
    see: `docs/expressions.md#${group.toLowerCase().replaceAll(" ", "-")}`,
  };
}

function ofVariable({ name, type, flows, properties = [] }: BuiltInDescription): JsonSchema {
  return {
    [name]: type === undefined ? "platform variable" : `${type}, platform variable`,
    ...(properties.length > 0 && { properties: properties.join(", ") }),
    flows,
    see: "docs/expressions.md#built-in-variables",
  };
}

/**
 * A pattern that matches a word in any case. Not every schema library supports a flag for case-insensitive matching.
 */
function word(name: string): string {
  const letters = [...name].map((letter) => {
    const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
    return lower === upper ? letter.replace(".", "\\.") : `[${upper}${lower}]`;
  });
  return `\\b${letters.join("")}`;
}
