import {
  type ArchyValue,
  actionOf,
  type Expression,
  type FlowGraph,
  type FlowNode,
  get,
  getText,
  isNoValue,
  parseExpression,
  pathOf,
  switchTests,
  visitExpression,
} from "@genesys-flows/architect";
import { boundBy, setBy } from "../paths/values.ts";
import { secretInput } from "./inputs.ts";
import { type SecretKind, secretNamed } from "./names.ts";

/** The secrets and literals in a flow's variables. */
export interface SecretVariables {
  /** The kind of secret in a variable, according to its name, customer input, or a variable that it is copied from. */
  kindOf(variable: string): SecretKind | undefined;
  /**
   * The literals that the flow assigns to a variable, directly or via other variables; empty for a variable that an
   * action binds.
   */
  literalsOf(variable: string): readonly unknown[];
}

/** Tracks secrets and literals through the variables of a flow. */
export function secretVariables(graph: FlowGraph): SecretVariables {
  const kinds = new Map<string, SecretKind>();
  const literals = new Map<string, unknown[]>();
  const copies: { readonly to: string; readonly from: string }[] = [];
  const bound = new Set<string>();
  const add = (name: string, value: ArchyValue | undefined) => {
    if (value === undefined || isNoValue(value)) return;
    const literal = literalOf(value);
    if (literal !== undefined) literals.set(name, [...(literals.get(name) ?? []), literal]);
    const expression = expressionIn(value);
    const [from, ...more] = expression ? [...visitExpression(expression)].flatMap((part) => pathOf(part) ?? []) : [];
    if (from !== undefined && more.length === 0) copies.push({ to: name, from: from.toLowerCase() });
  };
  const all = [...graph.variables, ...graph.containers.flatMap((container) => container.variables)];
  for (const { name, initialValue } of all) add(name.toLowerCase(), initialValue);
  for (const node of graph.nodes.values()) {
    const input = secretInput(node);
    for (const name of input?.variables ?? []) kinds.set(name, (input as { kind: SecretKind }).kind);
    for (const name of boundBy(node).onSuccess) bound.add(name);
    for (const { name, value } of setBy(node)) add(name, value);
  }
  for (let size = -1; size !== kinds.size + literals.size; ) {
    size = kinds.size + literals.size;
    for (const { to, from } of copies) {
      const kind = kinds.get(from) ?? secretNamed(from);
      if (kind !== undefined && !kinds.has(to)) kinds.set(to, kind);
      const known = bound.has(from) ? undefined : literals.get(from);
      if (known && !literals.has(to)) literals.set(to, known);
    }
  }
  return {
    kindOf: (variable) => secretNamed(variable) ?? kinds.get(variable.toLowerCase()),
    literalsOf: (variable) => (bound.has(variable.toLowerCase()) ? [] : (literals.get(variable.toLowerCase()) ?? [])),
  };
}

/** A comparison of a variable that contains a secret with a literal. */
export interface SecretComparison {
  readonly variable: string;
  readonly kind: SecretKind;
}

/** Functions that preserve the text of their first argument. */
const KEEPS =
  /^(?:to(?:string|int|decimal|displaystring|phonenumber)|trim|lower|upper|tolower|toupper|replace|append)$/i;
const EQUAL = /^(?:areequal|arenotequal)$/i;

/** The first comparison of a secret with a literal in an expression; either operand may be a variable. */
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
  const expression = expressionIn(subject);
  const secret = expression && secretIn(expression, variables);
  return secret && cases.some(({ value }) => isSecretLiteral(literalOf(value), secret.kind)) ? secret : undefined;
}

/** The expression of a value; undefined if it has no expression or the expression cannot be parsed. */
function expressionIn(value: ArchyValue | undefined): Expression | undefined {
  const text = getText(value, "exp");
  const parsed = text === undefined ? undefined : parseExpression(text);
  return parsed?.ok ? parsed.expression : undefined;
}

function literalOf(value: ArchyValue | undefined): unknown {
  const expression = expressionIn(value);
  return expression?.type === "literal" ? expression.value : get(value, "lit");
}

function compared(one: Expression, other: Expression, variables: SecretVariables): SecretComparison | undefined {
  const secret = secretIn(one, variables);
  if (!secret) return undefined;
  return literalsIn(other, variables).some((literal) => isSecretLiteral(literal, secret.kind)) ? secret : undefined;
}

/** The literals that an expression can evaluate to: the literal itself, or the literals of its variable. */
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

/** Whether a literal can be a secret of a kind: at least three digits; for a password, any text. */
export function isSecretLiteral(literal: unknown, kind: SecretKind): boolean {
  const text = typeof literal === "string" || typeof literal === "number" ? String(literal).trim() : "";
  return kind === "password" ? text.length >= 3 : /^\d(?:[ -]?\d){2,}$/.test(text);
}
