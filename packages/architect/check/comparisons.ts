import { chainOf, type Expression, type ExpressionOf, type Span } from "../expression/ast.ts";
import { pathOf } from "../expression/comparison.ts";
import { resultRange } from "../expression/functions.ts";
import { convertHint } from "./data-types.ts";

export type TypesIn = ReadonlyMap<Expression, string | undefined>;

export interface ExpressionFinding extends Span {
  readonly code:
    | "wrong-arguments"
    | "wrong-argument-type"
    | "misspelt-variable"
    | "unknown-built-in"
    | "never-equal"
    | "number-out-of-range";
  readonly message: string;
  readonly hint: string;
}

/** Comparisons in an expression that always have the same result. */
export function comparisonFindings(part: Expression, types: TypesIn, chained: Set<Expression>): ExpressionFinding[] {
  if (part.type !== "binary") return [];
  if (part.operator === "and" || part.operator === "or") return chained.has(part) ? [] : contradictions(part, chained);
  const found = typeFinding(part, types) ?? rangeFinding(part);
  return found ? [found] : [];
}

type Comparison = ExpressionOf<"binary">;

/** For each comparison operator: the operator for swapped operands, and the negated operator. */
const operators: Readonly<Record<string, { readonly swapped: string; readonly negated: string }>> = {
  "<": { swapped: ">", negated: ">=" },
  "<=": { swapped: ">=", negated: ">" },
  ">": { swapped: "<", negated: "<=" },
  ">=": { swapped: "<=", negated: "<" },
  "==": { swapped: "==", negated: "!=" },
  "!=": { swapped: "!=", negated: "==" },
};

/** A comparison whose right operand is a literal. */
interface WithLiteral {
  readonly other: Expression;
  readonly operator: string;
  readonly literal: ExpressionOf<"literal">;
}

function withLiteral({ left, right, operator }: Comparison): WithLiteral | undefined {
  const known = operators[operator];
  if (known && right.type === "literal") return { other: left, operator, literal: right };
  return known && left.type === "literal" ? { other: right, operator: known.swapped, literal: left } : undefined;
}

/** Types of an organisation's objects. No string, number or boolean is of these types. */
const OBJECTS = new Set(["queue", "skill", "languageSkill", "user", "group", "prompt", "wrapupCode", "scheduleGroup"]);

/** The format of the strings that represent values of a type. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  boolean: /^\s*(?:true|false|t|f|1|0)\s*$/i,
  integer: /^\s*-?\d+(?:\.0*)?\s*$/,
  decimal: /^\s*-?(?:\d+\.?\d*|\.\d+)\s*$/,
  dateTime: /^\s*\d{4}-\d\d-\d\d/,
  duration: /^\s*-?P/i,
};

/** `==` and `!=` with a literal that no value of the type can equal. */
function typeFinding(part: Comparison, types: TypesIn): ExpressionFinding | undefined {
  const compared = part.operator === "==" || part.operator === "!=" ? withLiteral(part) : undefined;
  if (!compared) return undefined;
  const { other, operator } = compared;
  const { value, from, to } = compared.literal;
  // If both operands are literals, they may come from per-environment values.
  if (other.type === "literal") return undefined;
  const type = types.get(other);
  if (type === undefined || mayEqual(value, type)) return undefined;
  const what = { string: "string", number: "number", boolean: "boolean" }[
    typeof value as "string" | "number" | "boolean"
  ];
  if (OBJECTS.has(type) && what === "string") {
    // Whether Architect compares such a string with the object's name is not documented.
    const message = `A value of type ${type} is compared with the string ${JSON.stringify(value)}.`;
    return { code: "wrong-argument-type", message, hint: convertHint(type) ?? "Compare its name.", from, to };
  }
  return {
    code: "never-equal",
    message: `The comparison is ${always(operator === "!=")}: one operand is of type ${type}, the other is the ${what} ${JSON.stringify(value)}.`,
    hint: `Compare with a value of type ${type}.`,
    from,
    to,
  };
}

function mayEqual(value: string | number | boolean, type: string): boolean {
  if (OBJECTS.has(type)) return false;
  if (type === "integer" && typeof value === "number") return Number.isInteger(value);
  if (type === "dateTime" && typeof value !== "string") return false;
  return typeof value !== "string" || !Object.hasOwn(SHOWN, type) || SHOWN[type]?.test(value) === true;
}

/** Comparison of a function's result with a number that the function can never return. */
function rangeFinding(part: Comparison): ExpressionFinding | undefined {
  const compared = withLiteral(part);
  const { value } = compared?.literal ?? {};
  if (!compared || typeof value !== "number" || compared.other.type !== "call") return undefined;
  const { name } = compared.other;
  const range = resultRange(name);
  const result = range && resultOf(compared.operator, range, value);
  if (result === undefined || !range) return undefined;
  const [least, most] = range;
  return {
    code: "never-equal",
    message: `The comparison is ${always(result)}: '${name}' is ${Number.isFinite(most) ? `from ${least} to ${most}` : `${least} or more`}.`,
    hint: "Compare with a different number.",
    from: compared.literal.from,
    to: compared.literal.to,
  };
}

/** The result of `x operator value` if the result is the same for every x in a range; otherwise undefined. */
function resultOf(operator: string, [least, most]: readonly [number, number], value: number): boolean | undefined {
  const [every, none] = {
    "<": [most < value, least >= value],
    "<=": [most <= value, least > value],
    ">": [least > value, most <= value],
    ">=": [least >= value, most < value],
    "==": [false, value < least || value > most],
    "!=": [value < least || value > most, false],
  }[operator] ?? [false, false];
  return every ? true : none ? false : undefined;
}

/** The constraints on a value that the adjacent conditions imply. */
interface Known {
  equals?: string | boolean;
  least: number;
  most: number;
}

/**
 * Conditions joined by `and` that cannot all be true (`x == "a" and x == "b"`), and conditions joined by `or` of which
 * at least one is always true (`x != "a" or x != "b"`). Strings are compared ignoring case.
 */
function contradictions(chain: Comparison, chained: Set<Expression>): ExpressionFinding[] {
  const isAnd = chain.operator === "and";
  const found: ExpressionFinding[] = [];
  const byPath = new Map<string, Known>();
  const { operands, links } = chainOf(chain, chain.operator);
  for (const link of links) chained.add(link);
  for (const part of operands) {
    const compared = part.type === "binary" ? withLiteral(part) : undefined;
    const path = compared && pathOf(compared.other);
    if (!compared || path === undefined) continue;
    const known = byPath.get(path.toLowerCase()) ?? { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };
    byPath.set(path.toLowerCase(), known);
    const operator = isAnd ? compared.operator : operators[compared.operator]?.negated;
    if (fits(known, operator, compared.literal.value)) continue;
    found.push({
      code: "never-equal",
      message: `The condition is ${always(!isAnd)}, because it also compares '${path}' with a different value.`,
      hint: isAnd
        ? "Join comparisons with 'or' if one of them is enough."
        : "Join comparisons with 'and' if all must be true.",
      from: part.from,
      to: part.to,
    });
  }
  return found;
}

/** Records a comparison. Returns false if no value satisfies both this comparison and the previous ones. */
function fits(known: Known, operator: string | undefined, value: string | number | boolean): boolean {
  if (typeof value !== "number") {
    if (operator !== "==") return true;
    const equals = typeof value === "string" ? value.toLowerCase() : value;
    known.equals ??= equals;
    return known.equals === equals;
  }
  // Equal bounds do not count as a contradiction, because the next number after a bound is unknown.
  if (operator === "==" || operator === ">=" || operator === ">") known.least = Math.max(known.least, value);
  if (operator === "==" || operator === "<=" || operator === "<") known.most = Math.min(known.most, value);
  return known.least <= known.most;
}

function always(result: boolean): string {
  return `always ${result}`;
}
