import type { BinaryExpression, CallExpression, Expression } from "./ast.ts";
import { functionNamed } from "./functions.ts";

const NUMBERS = new Set(["integer", "decimal"]);
const ARITHMETIC = new Set(["+", "-", "*", "/", "%"]);

/**
 * The data type of an expression's value, as Architect names it (`string`, `integer`, `queue`); undefined where it is
 * not certain. `typeOfVariable` returns the type of a variable by its full name.
 */
export function typeOfExpression(
  expression: Expression,
  typeOfVariable: (name: string) => string | undefined,
): string | undefined {
  switch (expression.type) {
    case "literal":
      return typeOfLiteral(expression.value);
    case "variable":
      return typeOfVariable(expression.name);
    case "unary":
      return expression.operator === "!" ? "boolean" : typeOfExpression(expression.operand, typeOfVariable);
    case "binary":
      return typeOfBinary(expression, typeOfVariable);
    case "call":
      return typeOfCall(expression, typeOfVariable);
    default:
      return undefined;
  }
}

/** The data type of a plain value. */
export function typeOfLiteral(value: string | number | boolean): string {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "decimal";
  return "string";
}

function typeOfBinary(whole: BinaryExpression, of: (name: string) => string | undefined): string | undefined {
  if (!ARITHMETIC.has(whole.operator)) return "boolean";
  // A chain of operators is as deep on the left as it is long: it is walked, not recursed into.
  const types: (string | undefined)[] = [];
  let adds = true;
  let inner: Expression = whole;
  while (inner.type === "binary" && ARITHMETIC.has(inner.operator)) {
    if (inner.operator === "/" || inner.operator === "%") return undefined;
    adds &&= inner.operator === "+";
    types.push(typeOfExpression(inner.right, of));
    inner = inner.left;
  }
  types.push(typeOfExpression(inner, of));
  if (types.every((type) => type === "integer")) return "integer";
  if (types.every((type) => type !== undefined && NUMBERS.has(type))) return "decimal";
  return adds && types.every((type) => type === "string") ? "string" : undefined;
}

function typeOfCall({ name, args }: CallExpression, of: (name: string) => string | undefined): string | undefined {
  const info = functionNamed(name);
  if (info?.result !== undefined) return info.result;
  const alike = info?.name === "If" ? args.slice(1) : info?.name === "Append" ? args : [];
  const [first, ...others] = alike.map((arg) => typeOfExpression(arg, of));
  return first !== undefined && others.every((type) => type === first) ? first : undefined;
}
