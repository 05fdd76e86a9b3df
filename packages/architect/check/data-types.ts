import type { ArchyValue } from "../archy/types.ts";
import { get, getText, isMap, singleEntry } from "../archy/values.ts";
import { pathOf } from "../expression/comparison.ts";
import { functions } from "../expression/functions.ts";
import type { ParsedExpression } from "../expression/parse.ts";
import { typeOfExpression, typeOfLiteral } from "../expression/types.ts";

export interface Types {
  readonly typeOf: (variable: string) => string | undefined;
  readonly parse: (expression: string) => ParsedExpression;
}

/** Types whose values convert to strings implicitly (reference/archy.md §e). */
const SHOWN_AS_TEXT = new Set([
  "string",
  "integer",
  "decimal",
  "boolean",
  "dateTime",
  "duration",
  "phoneNumber",
  "json",
]);

/** Functions of the expression language that convert to a type (reference/archy.md §e). */
const conversions: Readonly<Record<string, string>> = {
  boolean: "ToBool",
  currency: "ToCurrency",
  dateTime: "ToDateTime",
  decimal: "ToDecimal",
  duration: "ToDuration",
  integer: "ToInt",
  phoneNumber: "ToPhoneNumber",
  string: "ToString",
};

/** Whether a value of one type can be used where another type is required. */
export function assignable(from: string, to: string): boolean {
  if (from.toLowerCase() === to.toLowerCase()) return true;
  if (from === "json" || to === "json") return true;
  return (from === "integer" && to === "decimal") || (to === "string" && SHOWN_AS_TEXT.has(from));
}

/** The reason why a value does not fit, as the end of a sentence, and the fix. */
export interface Misfit {
  readonly found: string;
  readonly hint: string;
}

/**
 * Why a value, `{lit}` or `{exp}`, does not fit a required type; undefined if it fits or if it cannot be checked
 * offline.
 */
export function misfit(value: ArchyValue | undefined, wanted: string, types: Types): Misfit | undefined {
  const [wrapper, inner] = singleEntry(value) ?? [];
  if (wrapper === "lit") {
    const given = literalType(inner as ArchyValue);
    if (given === undefined || fitsLiteral(given, wanted)) return undefined;
    return { found: `${JSON.stringify(inner)} is of type ${given}`, hint: `Write a value of type ${wanted}.` };
  }
  const text = getText(value, "exp");
  const parsed = wrapper === "exp" && text !== undefined ? types.parse(text) : undefined;
  if (!parsed?.ok) return undefined;
  const given = typeOfExpression(parsed.expression, types.typeOf);
  if (given === undefined || assignable(given, wanted)) return undefined;
  const variable = pathOf(parsed.expression);
  return {
    found: `${variable === undefined ? "the expression" : `'${variable}'`} is of type ${given}`,
    hint: convertHint(wanted) ?? `Write a value of type ${wanted}.`,
  };
}

/** How to convert a value to a type; undefined if no conversion function is known. */
export function convertHint(wanted: string): string | undefined {
  const convert = conversions[wanted];
  if (convert !== undefined) return `Convert it: ${convert}(...).`;
  const find = [...functions.values()].find(
    ({ looksUp }) => looksUp === (wanted === "languageSkill" ? "language" : wanted),
  );
  return find && `Look it up by its name: ${find.name}(...).`;
}

/** Types whose literals are strings, numbers or booleans. Literals of other types are names of objects, or times. */
const PLAIN = new Set(["string", "integer", "decimal", "boolean"]);

function literalType(inner: ArchyValue): string | undefined {
  if (isMap(inner)) return get(inner, "name") === undefined ? undefined : "object";
  return typeof inner === "string" || typeof inner === "number" || typeof inner === "boolean"
    ? typeOfLiteral(inner)
    : undefined;
}

function fitsLiteral(given: string, wanted: string): boolean {
  if (given === "object") return !PLAIN.has(wanted);
  // {lit: {seconds: 5}} (reference/archy.md §d, "Value encodings").
  if (wanted === "duration") return false;
  return !PLAIN.has(wanted) || assignable(given, wanted);
}
