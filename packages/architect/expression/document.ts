import { markdownTable } from "../columns.ts";
import type { FunctionInfo } from "./functions.ts";
import { infix } from "./parse.ts";
import { allBuiltIns, allFunctions, type Example, exampleOf, type FunctionDescription, NEWER } from "./reference.ts";
import { signaturesOf } from "./signatures.ts";

/** The text of docs/expressions.md: operators, functions and built-in variables, with the source of each. */
export function expressionsDocument(): string {
  const all = allFunctions();
  const groups = Map.groupBy(all, ({ group }) => group);
  const untabled = groups.get(NEWER) ?? [];
  groups.delete(NEWER);
  return `${[
    HEAD,
    "## Operators",
    "From the weakest to the strongest. All operators except `^` are left-associative. The number in parentheses is the precedence.",
    operators(),
    "## Functions",
    `${all.length} functions: ${all.length - untabled.length} with documented forms, ${untabled.length} known only by name, some also by result type.`,
    ...[...groups].sort().flatMap(([group, rows]) => [`### ${group}`, tabled(rows)]),
    `### ${NEWER}`,
    "The vendor's table does not list these functions. The only check of their arguments is on the number, if it is known.",
    newer(untabled),
    "## Built-in variables",
    "The platform sets these variables. A name that is not in this list gives a note; a name that is similar to one in the list gives a warning.",
    variables(),
  ].join("\n\n")}\n`;
}

const HEAD = `# Expressions

The expression language of Architect: written after \`=\` in a [flow file](flow-files.md), and under \`exp\` in an export.

- **Forms** show each argument with its data type: \`?\` if it may be NOT_SET, \`...\` if it may be repeated. \`any\` is one value of
  any type. An argument that matches no form gives a [warning](diagnostics.md#wrong-argument-type), because newer forms
  may exist.
- The names of functions and variables are not case-sensitive. Architect has functions that this list lacks: an unknown function gives a
  [note](diagnostics.md#unknown-function), or a [warning](diagnostics.md#misspelt-function) if it looks misspelt.
- A result whose type does not fit its place is an [error](diagnostics.md#type-mismatch), such as a string as a priority or a number as a condition.
- **Flows**: the flow types that have the variable or can use the function's result; an empty cell means all.

Sources: the vendor's table of functions of about 2019 (\`reference/expression-functions.json\`), exports, the vendor's SDK and articles.

This file is generated from \`packages/architect/expression\` by \`npm run generate\`.`;

function operators(): string {
  const binary = Object.entries(infix).filter(([, { foreign }]) => !foreign);
  const rows = [
    ["? :", 1, "?"] as const,
    ...binary.map(([symbol, { power }]) => [symbol, power, symbol] as const),
    ["!", 11, "!"] as const,
    ["~", 11, "~"] as const,
    ["- (sign)", 12, "neg"] as const,
    ["[ ]", 13, "["] as const,
  ].map(([text, power, symbol]) => [`\`${escaped(text)}\` (${power})`, formsOf(symbol), shown(exampleOf(symbol))]);
  return markdownTable(["operator", "values and result", "example"], rows);
}

function formsOf(symbol: string): string {
  const forms = (signaturesOf(symbol) ?? []).map(({ parameters, result }) => {
    const taken = parameters.map(({ type, acceptsNotSet }) => `${type}${acceptsNotSet ? "?" : ""}`);
    return `${taken.join(", ")} → ${result}`;
  });
  return [...new Set(forms)].join("<br>");
}

function tabled(rows: readonly FunctionDescription[]): string {
  const lines = [...rows].sort(byName).map(({ name, forms, example, flows }) => {
    const codes = forms.map((form) => `\`${form}\``).join("<br>");
    return [`\`${name}\``, codes, shown(example), flows === "all" ? "" : flows];
  });
  return markdownTable(["function", "forms", "example", "flows"], lines);
}

/** `Left("Hello", 2)` → `"He"`. */
function shown(example: Example | undefined): string {
  return example ? example.map((text) => `\`${escaped(text)}\``).join(" → ") : "";
}

const sources: Readonly<Record<FunctionInfo["source"], string>> = {
  table: "the vendor's table",
  exports: "exports",
  "public exports": "public exports",
  sdk: "the vendor's SDK",
  help: "the vendor's articles",
  actions: "an action of the same name",
};

function newer(rows: readonly FunctionDescription[]): string {
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
  const rows = allBuiltIns()
    .sort(byName)
    .map(({ name, type = "", flows, properties = [] }) => {
      const listed = properties.map((property) => `\`${property}\``).join(", ");
      return [`\`${name}\``, type, flows, listed];
    });
  return markdownTable(["variable", "type", "flows", "properties"], rows);
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name.localeCompare(other.name, "en");
}

/** Escapes bars, which would end the table cell. */
function escaped(text: string): string {
  return text.replaceAll("|", "\\|");
}
