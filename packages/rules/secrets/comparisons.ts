import {
  actionOf,
  type Expression,
  type FlowNode,
  get,
  getText,
  parseExpression,
  pathOf,
  switchTests,
  visitExpression,
} from "@genesys-flows/architect";
import { type SecretKind, secretNamed } from "./names.ts";

/** A variable that holds a secret, compared with a literal. */
export interface SecretComparison {
  readonly variable: string;
  readonly kind: SecretKind;
}

/** Functions that keep the text of their first argument. */
const KEEPS =
  /^(?:to(?:string|int|decimal|displaystring|phonenumber)|trim|lower|upper|tolower|toupper|replace|append)$/i;
const EQUAL = /^(?:areequal|arenotequal)$/i;

/** The first comparison of a secret with a literal in an expression. */
export function secretComparison(expression: Expression): SecretComparison | undefined {
  for (const part of visitExpression(expression)) {
    const [left, right] =
      part.type === "binary" && (part.operator === "==" || part.operator === "!=")
        ? [part.left, part.right]
        : part.type === "call" && EQUAL.test(part.name)
          ? part.args
          : [];
    const found = left && right && (compared(left, right) ?? compared(right, left));
    if (found) return found;
  }
  return undefined;
}

/** The comparison of a secret with the cases of a switch that matches one value. */
export function secretSwitch(node: FlowNode): SecretComparison | undefined {
  if (actionOf(node.kind)?.shape !== "cases") return undefined;
  const { subject, cases } = switchTests(node.properties);
  const text = getText(subject, "exp");
  const parsed = text === undefined ? undefined : parseExpression(text);
  if (!parsed?.ok) return undefined;
  const secret = secretIn(parsed.expression);
  return secret && cases.some(({ value }) => isSecretLiteral(literalOf(value), secret.kind)) ? secret : undefined;
}

function literalOf(value: Parameters<typeof get>[0]): unknown {
  const exp = getText(value, "exp");
  const parsed = exp === undefined ? undefined : parseExpression(exp);
  return parsed?.ok && parsed.expression.type === "literal" ? parsed.expression.value : get(value, "lit");
}

function compared(one: Expression, other: Expression): SecretComparison | undefined {
  const secret = secretIn(one);
  const literal = literalIn(other);
  return secret && isSecretLiteral(literal, secret.kind) ? secret : undefined;
}

function literalIn(expression: Expression): unknown {
  if (expression.type === "literal") return expression.value;
  const [first, ...others] = expression.type === "call" && KEEPS.test(expression.name) ? expression.args : [];
  return first && others.length === 0 ? literalIn(first) : undefined;
}

function secretIn(expression: Expression): SecretComparison | undefined {
  const variable = pathOf(expression);
  const kind = variable === undefined ? undefined : secretNamed(variable);
  if (variable !== undefined && kind) return { variable, kind };
  return expression.type === "call" && KEEPS.test(expression.name) && expression.args[0]
    ? secretIn(expression.args[0])
    : undefined;
}

/** Whether a literal can be a secret of a kind: at least three digits, of a password any text. */
export function isSecretLiteral(literal: unknown, kind: SecretKind): boolean {
  const text = typeof literal === "string" || typeof literal === "number" ? String(literal).trim() : "";
  return kind === "password" ? text.length >= 3 : /^\d(?:[ -]?\d){2,}$/.test(text);
}
