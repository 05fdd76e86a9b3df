/** A stretch of an expression's text: offsets of its first character and of the one after its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `and`, `or` and the comparisons in the spelling of the vendor's own texts, whatever the expression's spelling. */
export type BinaryOperator =
  | ("==" | "!=" | "<" | "<=" | ">" | ">=" | "and" | "or")
  | ("+" | "-" | "*" | "/" | "%" | "^" | "|" | "&");
export type UnaryOperator = "!" | "~" | "-";

/** A text, a number, `true` or `false`. */
export interface LiteralExpression extends Span {
  readonly type: "literal";
  readonly value: string | number | boolean;
  /** A number as it is written, without its sign: `5.0` is a Decimal, and a Decimal has more digits than a number here. */
  readonly written?: string;
}

/** `NOT_SET`, the value of a variable that is not set. */
export interface NotSetExpression extends Span {
  readonly type: "notSet";
}

/** A variable with its scope: `Flow.customerId`, `Call.Ani`. */
export interface VariableExpression extends Span {
  readonly type: "variable";
  /** As written, without spaces: `Flow.customerId`. */
  readonly name: string;
  readonly scope: string;
  /** The name after the scope. */
  readonly member: string;
}

/** A name without a scope: a constant's (`Format`), or a mistake. */
export interface NameExpression extends Span {
  readonly type: "name";
  readonly name: string;
}

/** A property of a value: `Call.Contact.firstName`, `ToPhoneNumber(x).e164`. */
export interface MemberExpression extends Span {
  readonly type: "member";
  readonly object: Expression;
  readonly property: string;
}

/** An item of a collection: `Chat.Guest.customFields[Task.i]`. */
export interface IndexExpression extends Span {
  readonly type: "index";
  readonly object: Expression;
  readonly index: Expression;
}

/** A call of a function. Names are compared without regard to case (reference/archy.md §e). */
export interface CallExpression extends Span {
  readonly type: "call";
  readonly name: string;
  readonly args: readonly Expression[];
}

export interface UnaryExpression extends Span {
  readonly type: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export interface BinaryExpression extends Span {
  readonly type: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `condition ? yes : no`. */
export interface ConditionalExpression extends Span {
  readonly type: "conditional";
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

/** An expression of Architect's expression language (reference/expressions.md). Parentheses leave no node. */
export type Expression =
  | LiteralExpression
  | NotSetExpression
  | VariableExpression
  | NameExpression
  | MemberExpression
  | IndexExpression
  | CallExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression;

/** The expressions directly within one, in the order of the text. */
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

/** An expression and everything within it, in the order of the text. Iterative: a long chain of operators nests deeply. */
export function* visit(expression: Expression): Generator<Expression> {
  const stack = [expression];
  for (let top = stack.pop(); top; top = stack.pop()) {
    yield top;
    const inner = children(top);
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as Expression);
  }
}
