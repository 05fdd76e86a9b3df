import type { Expression } from "../../../packages/architect/expression/ast.ts";
import { parseExpression } from "../../../packages/architect/expression/parse.ts";

/** An expression with every grouping written out: `(a and (b == 1))`. */
export function shown(expression: Expression): string {
  switch (expression.type) {
    case "literal":
      return JSON.stringify(expression.value);
    case "notSet":
      return "NOT_SET";
    case "variable":
    case "name":
      return expression.name;
    case "member":
      return `${shown(expression.object)}.${expression.property}`;
    case "index":
      return `${shown(expression.object)}[${shown(expression.index)}]`;
    case "call":
      return `${expression.name}(${expression.args.map(shown).join(", ")})`;
    case "unary":
      return `${expression.operator}${shown(expression.operand)}`;
    case "binary":
      return `(${shown(expression.left)} ${expression.operator} ${shown(expression.right)})`;
    case "conditional":
      return `(${shown(expression.condition)} ? ${shown(expression.yes)} : ${shown(expression.no)})`;
  }
}

/** How a text is grouped; a mistake as `from-to message`. */
export function read(text: string): string {
  const parsed = parseExpression(text);
  if (parsed.ok) return shown(parsed.expression);
  return `${parsed.problem.from}-${parsed.problem.to} ${parsed.problem.message}`;
}
