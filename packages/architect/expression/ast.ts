/** A segment of an expression's text: the offset of its first character, and the offset after its last character. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `and`, `or` and the comparisons have the vendor's spelling, even if the expression spells them differently. */
export type BinaryOperator =
  | ("==" | "!=" | "<" | "<=" | ">" | ">=" | "and" | "or")
  | ("+" | "-" | "*" | "/" | "%" | "^" | "|" | "&");
export type UnaryOperator = "!" | "~" | "-";

/**
 * An expression of Architect's expression language (reference/expressions.md). Parentheses do not create nodes.
 *
 * - `literal`: a string, a number, `true` or `false`; `written` is a number's source text without its sign, because
 *   `5.0` is a Decimal, and a Decimal has more digits than a JavaScript number
 * - `notSet`: `NOT_SET`, the value of a variable that is not set
 * - `variable`: with its scope, as written but without spaces, `Flow.customerId`; `member` is the name after the scope
 * - `name`: a word without a scope: a constant (`Format`) or an error
 * - `member`: a property of a value, `Call.Contact.firstName`, `ToPhoneNumber(x).e164`
 * - `index`: an item of a collection, `Chat.Guest.customFields[Task.i]`
 * - `call`: a function call; names are compared ignoring case (reference/archy.md §e)
 * - `conditional`: `condition ? yes : no`
 */
export type Expression = Span &
  (
    | { readonly type: "literal"; readonly value: string | number | boolean; readonly written?: string }
    | { readonly type: "notSet" }
    | { readonly type: "variable"; readonly name: string; readonly scope: string; readonly member: string }
    | { readonly type: "name"; readonly name: string }
    | { readonly type: "member"; readonly object: Expression; readonly property: string }
    | { readonly type: "index"; readonly object: Expression; readonly index: Expression }
    | { readonly type: "call"; readonly name: string; readonly args: readonly Expression[] }
    | { readonly type: "unary"; readonly operator: UnaryOperator; readonly operand: Expression }
    | {
        readonly type: "binary";
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly type: "conditional";
        readonly condition: Expression;
        readonly yes: Expression;
        readonly no: Expression;
      }
  );

export type ExpressionOf<Type extends Expression["type"]> = Extract<Expression, { readonly type: Type }>;

/** The direct subexpressions of an expression, in source order. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case "member":
      return [expression.object];
    case "index":
      return [expression.object, expression.index];
    case "call":
      return expression.args;
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.yes, expression.no];
    default:
      return [];
  }
}

/**
 * An expression and all its subexpressions, in source order. Iterative, because a long chain of operators nests deeply.
 */
export function* visit(expression: Expression): Generator<Expression> {
  const stack = [expression];
  for (let top = stack.pop(); top; top = stack.pop()) {
    yield top;
    const inner = children(top);
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as Expression);
  }
}

/** The operands of a chain of one operator, `a or b or c`, from left to right, and the chain's own expressions. Iterative. */
export function chainOf(whole: Expression, operator: BinaryOperator) {
  const operands: Expression[] = [];
  const links: Expression[] = [];
  const waiting = [whole];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if (part.type !== "binary" || part.operator !== operator) operands.push(part);
    else {
      links.push(part);
      waiting.push(part.right, part.left);
    }
  }
  return { operands, links };
}
