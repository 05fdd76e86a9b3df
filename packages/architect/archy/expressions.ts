import { lookupFunctions } from "./reference-forms.ts";
import type { ReferenceKind } from "./types.ts";

/** An object that an expression names. */
export interface NameInExpression {
  readonly kind: ReferenceKind;
  readonly name: string;
  /** Looked up when the flow runs, so that a missing one is no error of publishing. */
  readonly lookup?: true;
}

const TOKEN = /"(?:[^"\\]|\\.|"")*"|[A-Za-z_][\w.]*|\(|\)|\S/g;

/** The words and texts of an expression, in order; texts keep their quotes. Only as deep as finding names needs. */
export function expressionTokens(expression: string): string[] {
  return expression.match(TOKEN) ?? [];
}

/** The objects that an expression names: `Prompt.x`, `PromptSystem.x`, and `FindQueue("x")` and its like. */
export function namesInExpression(expression: string): NameInExpression[] {
  if (!/prompt|find/i.test(expression)) return [];
  const names: NameInExpression[] = [];
  const tokens = expressionTokens(expression);
  for (const [index, token] of tokens.entries()) {
    const [, system, prompt] = /^Prompt(System)?\.(\w+)/i.exec(token) ?? [];
    if (prompt !== undefined) names.push({ kind: system ? "systemPrompt" : "prompt", name: prompt });
    const word = token.toLowerCase();
    const kind = Object.hasOwn(lookupFunctions, word) ? lookupFunctions[word] : undefined;
    const [open, argument, close] = tokens.slice(index + 1, index + 4);
    if (kind && open === "(" && argument?.startsWith('"') && close === ")") {
      names.push({ kind, name: unquote(argument), lookup: true });
    }
  }
  return names;
}

/** The text that a quoted literal of the expression language stands for. */
export function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)|""/g, (_, escaped: string | undefined) => escaped ?? '"');
}

/** A comparison of one variable with literals: `x == "a"`, `x == "a" or x == "b"`. */
export interface Comparison {
  readonly variable: string;
  readonly literals: readonly (string | number | boolean)[];
  /** The variable stands alone: it is compared with true. */
  readonly bare: boolean;
}

/**
 * What an expression compares, when it is nothing but comparisons for equality of one and the same variable with
 * literals, joined by `or`; `If(..., true, false)` around it does not matter. A variable alone is compared with true.
 */
export function comparisonOf(expression: string): Comparison | undefined {
  const tokens = withoutIf(expressionTokens(expression));
  const literals: (string | number | boolean)[] = [];
  let variable: string | undefined;
  for (const part of splitAtOr(tokens)) {
    const found = equality(part);
    if (!found || (variable !== undefined && variable.toLowerCase() !== found.variable.toLowerCase())) return undefined;
    variable ??= found.variable;
    literals.push(found.literal);
  }
  return variable === undefined ? undefined : { variable, literals, bare: tokens.length === 1 };
}

function withoutIf(tokens: readonly string[]): readonly string[] {
  const tail = tokens.slice(-5).join(" ").toLowerCase();
  if (tokens[0]?.toLowerCase() === "if" && tokens[1] === "(" && tail === ", true , false )") return tokens.slice(2, -5);
  if (
    tokens[0] === "(" &&
    tokens[tokens.length - 1] === ")" &&
    !tokens.slice(1, -1).some((t) => t === "(" || t === ")")
  ) {
    return tokens.slice(1, -1);
  }
  return tokens;
}

function splitAtOr(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const token of tokens) {
    if (token.toLowerCase() === "or") parts.push([]);
    else parts[parts.length - 1]?.push(token);
  }
  return parts;
}

const WORD = /^[A-Za-z_]\w*(\.\w+)+$/;

function equality(tokens: readonly string[]): { variable: string; literal: string | number | boolean } | undefined {
  const [first, ...rest] = tokens;
  if (first === undefined) return undefined;
  if (rest.length === 0) return WORD.test(first) ? { variable: first, literal: true } : undefined;
  const at = tokens.findIndex((token, index) => token === "=" && tokens[index + 1] === "=");
  if (at === -1) return undefined;
  const [left, right] = [tokens.slice(0, at), tokens.slice(at + 2)];
  const literal = literalOf(right) ?? literalOf(left);
  const variable = literalOf(right) === undefined ? right : left;
  const name = variable.length === 1 ? variable[0] : undefined;
  return literal !== undefined && name && WORD.test(name) ? { variable: name, literal } : undefined;
}

function literalOf(tokens: readonly string[]): string | number | boolean | undefined {
  const text = tokens.join("");
  if (tokens.length === 1 && text.startsWith('"')) return unquote(text);
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return undefined;
}
