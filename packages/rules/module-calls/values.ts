import { type Expression, pathOf } from "@genesys-flows/architect";

/** The value of a variable that is NOT_SET. */
export const NOT_SET = Symbol("not set");
/** A value that none of the flow's tests mentions. */
export const OTHER = Symbol("another value");
/** A value that only exists at run time. */
export const UNKNOWN = Symbol("unknown");

export type Value = string | number | boolean | typeof NOT_SET | typeof OTHER | typeof UNKNOWN;

/** Values of variables by lower-case name; all others are unknown. */
export type Values = ReadonlyMap<string, Value>;

/** Value of an expression if some variables are known; `UNKNOWN` if it depends on other variables. */
export function resultOf(expression: Expression, values: Values): Value {
  switch (expression.type) {
    case "literal":
      return expression.value;
    case "notSet":
      return NOT_SET;
    case "unary":
      return negated(expression.operator, resultOf(expression.operand, values));
    case "binary":
      return binary(expression, values);
    case "call":
      return called(expression, values);
    default: {
      const path = pathOf(expression);
      return (path === undefined ? undefined : values.get(path.toLowerCase())) ?? UNKNOWN;
    }
  }
}

/** Whether a condition is true; undefined if unknown. A variable that is NOT_SET counts as false. */
export function holds(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === NOT_SET ? false : undefined;
}

/** Whether two values are equal; undefined if unknown. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (a === UNKNOWN || b === UNKNOWN || (a === OTHER && b === OTHER)) return undefined;
  return a === b;
}

function negated(operator: string, value: Value): Value {
  if (operator === "!") {
    const is = holds(value);
    return is === undefined ? UNKNOWN : !is;
  }
  if (typeof value !== "number") return UNKNOWN;
  return operator === "-" ? -value : value;
}

function binary(expression: Extract<Expression, { type: "binary" }>, values: Values): Value {
  const { operator, left, right } = expression;
  const a: Value = resultOf(left, values);
  const b: Value = resultOf(right, values);
  if (operator === "and" || operator === "or") {
    const [one, other] = [holds(a), holds(b)];
    const decisive = operator === "or";
    if (one === decisive || other === decisive) return decisive;
    return one === undefined || other === undefined ? UNKNOWN : !decisive;
  }
  if (operator === "==" || operator === "!=") {
    const same = equal(a, b) ?? (isSame(left, right) || undefined);
    return same === undefined ? UNKNOWN : same === (operator === "==");
  }
  const compare = COMPARED[operator];
  if (typeof a === "number" && typeof b === "number") return compare?.(a, b) ?? UNKNOWN;
  return (isSame(left, right) ? compare?.(0, 0) : undefined) ?? UNKNOWN;
}

const COMPARED: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

function called(expression: Extract<Expression, { type: "call" }>, values: Values): Value {
  const [first, yes, no] = expression.args;
  if (!first) return UNKNOWN;
  const value: Value = resultOf(first, values);
  switch (expression.name.toLowerCase()) {
    case "if": {
      const chosen = holds(value);
      if (chosen === undefined || !yes || !no) return UNKNOWN;
      return resultOf(chosen ? yes : no, values);
    }
    case "isset":
      return value === UNKNOWN ? UNKNOWN : value !== NOT_SET;
    case "isnotsetorempty":
      return value === UNKNOWN ? UNKNOWN : value === NOT_SET || value === "";
    default:
      // If no test mentions a value, no test mentions the result of a function of this value.
      return expression.args.some((arg) => isOther(resultOf(arg, values))) ? OTHER : UNKNOWN;
  }
}

/** Whether an expression depends on a function whose results are unknown here. */
export function isOpaque(expression: Expression): boolean {
  switch (expression.type) {
    case "call":
      return !KNOWN_FUNCTIONS.has(expression.name.toLowerCase()) || expression.args.some(isOpaque);
    case "unary":
      return isOpaque(expression.operand);
    case "binary":
      return isOpaque(expression.left) || isOpaque(expression.right);
    default:
      return false;
  }
}

const KNOWN_FUNCTIONS = new Set(["if", "isset", "isnotsetorempty"]);

function isOther(value: Value): boolean {
  return value === OTHER || value === NOT_SET;
}

/** Whether two expressions are the same variable. */
function isSame(a: Expression, b: Expression): boolean {
  const [one, other] = [pathOf(a), pathOf(b)];
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}
