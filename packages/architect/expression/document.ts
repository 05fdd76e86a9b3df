import { flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";
import { markdownTable } from "../columns.ts";
import examples from "./function-examples.json" with { type: "json" };
import { type FunctionInfo, functions } from "./functions.ts";
import { infix } from "./parse.ts";
import { builtInsFor, describeFunction, functionsFor } from "./reference.ts";
import { type BuiltIn, builtIns } from "./scopes.ts";
import { signaturesOf } from "./signatures.ts";

/** The text of docs/expressions.md: operators, functions and built-in variables, with where each is from. */
export function expressionsDocument(): string {
  const all = [...functions.values()];
  const untabled = all.filter(({ source }) => source !== "table");
  const categories = Map.groupBy(
    all.filter(({ source }) => source === "table"),
    ({ category = "" }) => category,
  );
  return `${[
    HEAD,
    "## Operators",
    "From the weakest to the strongest. All group from left to right, apart from `^`. In parentheses: the precedence.",
    operators(),
    "## Functions",
    `${all.length} functions: ${all.length - untabled.length} with documented forms, ${untabled.length} of which only the name, and of some the result, is known.`,
    ...[...categories].sort().flatMap(([category, rows]) => [`### ${titles[category] ?? category}`, tabled(rows)]),
    "### Newer functions",
    "The vendor's table does not have these functions, so their arguments are not checked, apart from the number where it is given.",
    newer(untabled),
    "## Built-in variables",
    "The platform sets these variables. A note marks a name that this list does not have; a warning marks one that is almost in it.",
    variables(),
  ].join("\n\n")}\n`;
}

const HEAD = `# Expressions

The expression language of Architect: what stands after \`=\` in a [flow file](flow-files.md), and under \`exp\` in an export.

- **Forms** show each argument with its data type: \`?\` if it may be NOT_SET, \`...\` if it may be repeated. \`any\` is one value of
  any type. A form with an argument of another type is a [warning](diagnostics.md#wrong-argument-type), because newer forms
  may exist.
- Names of functions and variables ignore case. Architect has functions that this list does not have: an unknown one is a
  [note](diagnostics.md#unknown-function), and a [warning](diagnostics.md#misspelt-function) where it looks misspelt.
- A result of another type than its place takes is an [error](diagnostics.md#type-mismatch): a text as a priority, a number as a condition.
- **Flows**: the flow types that have a variable, or in which the result of a function has a place; all where the cell is empty.

Sources: the vendor's table of functions of about 2019 (\`reference/expression-functions.json\`), exports, the vendor's SDK and articles.

This file is generated from \`packages/architect/expression\` by \`npm run generate\`.`;

const titles: Readonly<Record<string, string>> = {
  audio: "Audio",
  cast: "Conversion",
  comparison: "Comparison",
  datetime: "Date and time",
  email: "E-mail addresses",
  financial: "Currencies",
  language: "Languages",
  list: "Collections",
  logical: "Conditions",
  mathematical: "Numbers",
  search: "Search by name",
  statistical: "Statistics",
  text: "Texts",
};

function operators(): string {
  const binary = Object.entries(infix).filter(([, { foreign }]) => !foreign);
  const rows = [
    ["? :", 1, "?"] as const,
    ...binary.map(([symbol, { power }]) => [symbol, power, symbol] as const),
    ["!", 11, "!"] as const,
    ["~", 11, "~"] as const,
    ["- (sign)", 12, "neg"] as const,
    ["[ ]", 13, "["] as const,
  ].map(([shown, power, symbol]) => [`\`${escaped(shown)}\` (${power})`, formsOf(symbol), exampleOf(symbol)]);
  return markdownTable(["operator", "values and result", "example"], rows);
}

function formsOf(symbol: string): string {
  const forms = (signaturesOf(symbol) ?? []).map(({ parameters, result }) => {
    const taken = parameters.map(({ type, acceptsNotSet }) => `${type}${acceptsNotSet ? "?" : ""}`);
    return `${taken.join(", ")} → ${result}`;
  });
  return [...new Set(forms)].join("<br>");
}

function tabled(rows: readonly FunctionInfo[]): string {
  const lines = [...rows].sort(byName).map(({ name }) => {
    const { forms = [] } = describeFunction(name) ?? {};
    const flows = flowsOf(functionFlows(name));
    const shown = forms.map((form) => `\`${form}\``).join("<br>");
    return [`\`${name}\``, shown, exampleOf(name), flows === "all" ? "" : flows];
  });
  return markdownTable(["function", "forms", "example", "flows"], lines);
}

/** The vendor's example of a function or an operator: `Left("Hello", 2)` → `"He"`. */
function exampleOf(name: string): string {
  const [expression, result] = (examples as Readonly<Record<string, readonly string[]>>)[name] ?? [];
  return expression === undefined ? "" : `\`${escaped(expression)}\` → \`${escaped(String(result))}\``;
}

const sources: Readonly<Record<FunctionInfo["source"], string>> = {
  table: "the vendor's table",
  exports: "exports",
  "public exports": "public exports",
  sdk: "the vendor's SDK",
  help: "the vendor's articles",
  actions: "an action of the same name",
};

function newer(rows: readonly FunctionInfo[]): string {
  const lines = [...rows]
    .sort(byName)
    .map(({ name, result = "", takes, source }) => [
      `\`${name}\``,
      takes === undefined ? "" : String(takes),
      result,
      sources[source],
    ]);
  return markdownTable(["function", "arguments", "result", "known from"], lines);
}

function variables(): string {
  const rows = [...builtIns].sort(byName).map((row) => {
    const properties = (row.properties ?? []).map((property) => `\`${property}\``).join(", ");
    return [`\`${row.name}\``, row.type ?? "", flowsOf(variableFlows(row)), properties];
  });
  return markdownTable(["variable", "type", "flows", "properties"], rows);
}

const types = Object.keys(flowTypes) as FlowType[];

function functionFlows(name: string): FlowType[] {
  return types.filter((type) => functionsFor(type).some((one) => one.name === name));
}

function variableFlows(row: BuiltIn): FlowType[] {
  return types.filter((type) => builtInsFor(type).includes(row));
}

/** The flow types, or `all`, and `all but` where few are left out. */
function flowsOf(of: readonly FlowType[]): string {
  const others = types.filter((type) => !of.includes(type));
  if (others.length === 0) return "all";
  const [list, before] = others.length < of.length ? [others, "all but "] : [of, ""];
  return `${before}${[...list].sort().join(", ")}`;
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name.localeCompare(other.name, "en");
}

/** A bar ends a cell. */
function escaped(text: string): string {
  return text.replaceAll("|", "\\|");
}
