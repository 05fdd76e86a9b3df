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
import type { SecretKind } from "./names.ts";
import type { SecretVariables } from "./variables.ts";

/** A variable that holds a secret, compared with a literal. */
export interface SecretComparison {
  readonly variable: string;
  readonly kind: SecretKind;
}

/** Functions that keep the text of their first argument. */
const KEEPS =
  /^(?:to(?:string|int|decimal|displaystring|phonenumber)|trim|lower|upper|tolower|toupper|replace|append)$/i;
const EQUAL = /^(?:areequal|arenotequal)$/i;

/** The first comparison of a secret with a literal in an expression; each of them may be in a variable. */
export function secretComparison(expression: Expression, variables: SecretVariables): SecretComparison | undefined {
  for (const part of visitExpression(expression)) {
    const [left, right] =
      part.type === "binary" && (part.operator === "==" || part.operator === "!=")
        ? [part.left, part.right]
        : part.type === "call" && EQUAL.test(part.name)
          ? part.args
          : [];
    const found = left && right && (compared(left, right, variables) ?? compared(right, left, variables));
    if (found) return found;
  }
  return undefined;
}

/** The comparison of a secret with the cases of a switch that matches one value. */
export function secretSwitch(node: FlowNode, variables: SecretVariables): SecretComparison | undefined {
  if (actionOf(node.kind)?.shape !== "cases") return undefined;
  const { subject, cases } = switchTests(node.properties);
  const text = getText(subject, "exp");
  const parsed = text === undefined ? undefined : parseExpression(text);
  if (!parsed?.ok) return undefined;
  const secret = secretIn(parsed.expression, variables);
  return secret && cases.some(({ value }) => isSecretLiteral(literalOf(value), secret.kind)) ? secret : undefined;
}

function literalOf(value: Parameters<typeof get>[0]): unknown {
  const exp = getText(value, "exp");
  const parsed = exp === undefined ? undefined : parseExpression(exp);
  return parsed?.ok && parsed.expression.type === "literal" ? parsed.expression.value : get(value, "lit");
}

function compared(one: Expression, other: Expression, variables: SecretVariables): SecretComparison | undefined {
  const secret = secretIn(one, variables);
  if (!secret) return undefined;
  return literalsIn(other, variables).some((literal) => isSecretLiteral(literal, secret.kind)) ? secret : undefined;
}

/** The literals that an expression may be: itself, or those of its variable. */
function literalsIn(expression: Expression, variables: SecretVariables): readonly unknown[] {
  if (expression.type === "literal") return [expression.value];
  const variable = pathOf(expression);
  if (variable !== undefined) return variables.literalsOf(variable);
  const [first, ...others] = expression.type === "call" && KEEPS.test(expression.name) ? expression.args : [];
  return first && others.length === 0 ? literalsIn(first, variables) : [];
}

function secretIn(expression: Expression, variables: SecretVariables): SecretComparison | undefined {
  const variable = pathOf(expression);
  const kind = variable === undefined ? undefined : variables.kindOf(variable);
  if (variable !== undefined && kind) return { variable, kind };
  return expression.type === "call" && KEEPS.test(expression.name) && expression.args[0]
    ? secretIn(expression.args[0], variables)
    : undefined;
}

/** Whether a literal can be a secret of a kind: at least three digits, of a password any text. */
export function isSecretLiteral(literal: unknown, kind: SecretKind): boolean {
  const text = typeof literal === "string" || typeof literal === "number" ? String(literal).trim() : "";
  return kind === "password" ? text.length >= 3 : /^\d(?:[ -]?\d){2,}$/.test(text);
}
