import { chainOf, type Expression } from "./ast.ts";
import { parseExpression } from "./parse.ts";

/** A comparison of one variable with literals: `x == "a"`, `x == "a" or x == "b"`. */
export interface Comparison {
  /** The variable, with the compared properties of its value: `Call.Contact.firstName`. */
  readonly variable: string;
  readonly literals: readonly (string | number | boolean)[];
  /** Whether the variable is the whole expression, which means a comparison with true. */
  readonly bare: boolean;
}

/**
 * The comparisons of an expression that consists only of equality comparisons of one variable with literals, joined by
 * `or`. `If(..., true, false)` and parentheses around the expression or its parts are ignored. A variable on its own is
 * compared with true. Undefined for any other expression, and for an invalid one.
 */
export function comparisonOf(text: string): Comparison | undefined {
  const parsed = parseExpression(text);
  if (!parsed.ok) return undefined;
  const whole = withoutIf(parsed.expression);
  const literals: (string | number | boolean)[] = [];
  let variable: string | undefined;
  for (const part of chainOf(whole, "or").operands) {
    const found = equality(part);
    if (!found || (variable !== undefined && variable.toLowerCase() !== found.variable.toLowerCase())) return undefined;
    variable ??= found.variable;
    literals.push(found.literal);
  }
  return variable === undefined ? undefined : { variable, literals, bare: pathOf(whole) !== undefined };
}

function withoutIf(expression: Expression): Expression {
  if (expression.type !== "call" || expression.name.toLowerCase() !== "if") return expression;
  const [condition, yes, no, ...others] = expression.args;
  const plain = others.length === 0 && yes?.type === "literal" && yes.value === true && no?.type === "literal";
  return condition && plain && no.value === false ? withoutIf(condition) : expression;
}

function equality(expression: Expression): { variable: string; literal: string | number | boolean } | undefined {
  const alone = pathOf(expression);
  if (alone !== undefined) return { variable: alone, literal: true };
  if (expression.type !== "binary" || expression.operator !== "==") return undefined;
  for (const [one, other] of [
    [expression.left, expression.right],
    [expression.right, expression.left],
  ] as const) {
    const variable = pathOf(one);
    if (variable !== undefined && other.type === "literal") return { variable, literal: other.value };
  }
  return undefined;
}

/** A variable, or a property of its value, as text without spaces; undefined for anything else. */
export function pathOf(expression: Expression): string | undefined {
  const properties: string[] = [];
  let inner = expression;
  for (; inner.type === "member"; inner = inner.object) properties.push(inner.property);
  return inner.type === "variable" ? [inner.name, ...properties.reverse()].join(".") : undefined;
}
