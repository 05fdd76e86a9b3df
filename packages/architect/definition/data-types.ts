import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { parseExpression } from "../expression/parse.ts";
import { typeOfExpression } from "../expression/types.ts";
import { slip } from "../suggest.ts";
import { isWrapped, toNamed, toValue } from "./properties.ts";
import { hasPlaceholder } from "./values.ts";
import { VARIABLE } from "./vocabulary.ts";

/** Types whose literals are names of objects. */
const NAMED = new Set("queue skill languageSkill user group schedule scheduleGroup emergencyGroup prompt".split(" "));

/** Variable types seen in exports (reference/archy.md §a), and types whose literals are names. Other types exist. */
export const knownTypes: readonly string[] = [
  ..."string integer decimal boolean date dateTime time duration json".split(" "),
  ..."stringCollection integerCollection externalContact agentScorePairCollection userCollection".split(" "),
  ...NAMED,
];

/** Names that other languages, and the values of a stack, use for these types. */
const elsewhere: Readonly<Record<string, string>> = {
  bool: "boolean",
  double: "decimal",
  float: "decimal",
  int: "integer",
  number: "decimal",
  text: "string",
};

/**
 * The type that a misspelt name, or a word from another language, probably means; undefined for a name that may be a
 * valid type.
 */
export function meantType(type: string): string | undefined {
  if (knownTypes.includes(type)) return undefined;
  return Object.hasOwn(elsewhere, type) ? elsewhere[type] : slip(type, knownTypes);
}

/** Types with a single plain value. */
const SINGLE = new Set(["string", "integer", "decimal", "boolean"]);

/** Functions of the expression language that convert to a type (reference/archy.md §e). */
const conversions: Readonly<Record<string, string>> = {
  string: "ToString",
  integer: "ToInt",
  phoneNumber: "ToPhoneNumber",
};

/** The Architect type of a literal or an expression; undefined if uncertain. */
export function typeOfValue(value: ArchyValue, typeOf: (variable: string) => string | undefined): string | undefined {
  const wrapped = toValue(value)["exp"];
  const parsed = typeof wrapped === "string" ? parseExpression(wrapped) : undefined;
  return parsed?.ok ? typeOfExpression(parsed.expression, typeOf) : typeOfLiteral(value);
}

/** The Architect type of a literal; undefined for null, a list or a mapping. */
export function typeOfLiteral(value: ArchyValue): string | undefined {
  const plain = isMap(value) && "lit" in value ? (value["lit"] ?? null) : value;
  if (typeof plain === "string") return plain.startsWith("=") && plain === value ? undefined : "string";
  if (typeof plain === "boolean") return "boolean";
  if (typeof plain === "number") return Number.isInteger(plain) ? "integer" : "decimal";
  return undefined;
}

/** The variable that a value copies. Such a value consists only of `=Flow.x`. */
export function copiedVariable(value: ArchyValue): string | undefined {
  const source = typeof value === "string" && value.startsWith("=") ? value.slice(1).trim() : "";
  return VARIABLE.test(source) ? source : undefined;
}

/** Whether a value of one type can be used without conversion where another type is required. */
export function assignable(from: string, to: string): boolean {
  if (from.toLowerCase() === to.toLowerCase()) return true;
  return (from === "integer" && to === "decimal") || (from === "string" && NAMED.has(to));
}

/** A value for a variable of a type. For a queue, skill and so on, a string is the name of the object. */
export function toTyped(value: ArchyValue, type: string): ArchyMap {
  return NAMED.has(type) ? toNamed(value) : toValue(value);
}

/** Why a value does not fit a required type, and the fix; undefined if it fits or cannot be checked offline. */
export function misfit(
  value: ArchyValue,
  type: string,
  typeOf: (variable: string) => string | undefined,
): { readonly found: string; readonly hint?: string } | undefined {
  if (value === null || (isMap(value) && !isWrapped(value))) return undefined;
  if (typeof value === "string" && hasPlaceholder(value)) return undefined;
  const literal = isMap(value) ? value["lit"] : value;
  if (Array.isArray(literal) && SINGLE.has(type)) return { found: `${JSON.stringify(literal)} is a list` };
  const given = typeOfValue(value, typeOf);
  if (given === undefined || assignable(given, type)) return undefined;
  const { exp } = toValue(value);
  if (typeof exp !== "string") {
    // The literal of a JSON value is a string.
    return type === "json" ? undefined : { found: `${JSON.stringify(value)} is of type ${given}` };
  }
  const convert = conversions[type];
  return {
    found: `${VARIABLE.test(exp) ? `'${exp}'` : "the expression"} is of type ${given}`,
    hint: convert && `Convert it: =${convert}(${exp.length > LONGEST_SHOWN ? "..." : exp})`,
  };
}

const LONGEST_SHOWN = 40;
