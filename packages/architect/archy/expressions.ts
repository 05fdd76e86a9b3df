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

/** Whether an expression reads a variable: as a word of its own, whatever the case. */
export function readsVariable(expression: string, variable: string): boolean {
  const wanted = variable.toLowerCase();
  return expressionTokens(expression).some((token) => {
    const word = token.toLowerCase();
    return word === wanted || word.startsWith(`${wanted}.`);
  });
}

/** The text that a quoted literal of the expression language stands for. */
export function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)|""/g, (_, escaped: string | undefined) => escaped ?? '"');
}
