import type { ReferenceKind } from "../archy/types.ts";
import { type Expression, type Span, visit } from "./ast.ts";
import { functionNamed } from "./functions.ts";
import { type ParsedExpression, parseExpression } from "./parse.ts";
import { isScope } from "./scopes.ts";
import { type Token, tokenize, unquote } from "./tokens.ts";

export interface VariableRead extends Span {
  /** Name with the scope: `Flow.customerId`. */
  readonly name: string;
}

export interface NameInExpression extends Span {
  readonly kind: ReferenceKind;
  readonly name: string;
  /** Set if the object is looked up when the flow runs, so that a missing object does not prevent publishing. */
  readonly lookup?: true;
}

/**
 * Every occurrence of a variable that an expression reads, in order. For an invalid expression, returns the names that
 * can be found in its tokens.
 */
export function variablesIn(text: string, parsed: ParsedExpression = parseExpression(text)): VariableRead[] {
  if (!parsed.ok) return variablesInTokens(tokenize(text));
  return [...visit(parsed.expression)].flatMap((part) =>
    part.type === "variable" ? { name: part.name, from: part.from, to: part.to } : [],
  );
}

function variablesInTokens(tokens: readonly Token[]): VariableRead[] {
  return tokens.flatMap((scope, index) => {
    const [before, dot, member] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]];
    if (scope.type !== "word" || !isScope(scope.text) || before?.text === ".") return [];
    if (dot?.text !== "." || member?.type !== "word") return [];
    return { name: `${scope.text}.${member.text}`, from: scope.from, to: member.to };
  });
}

/**
 * The objects that an expression names: `Prompt.x`, `PromptSystem.x`, and lookups such as `FindQueue("x")` with a
 * literal. For an invalid expression, returns the names that can be found in its tokens.
 */
export function namesInExpression(text: string): NameInExpression[] {
  if (!/prompt|find/i.test(text)) return [];
  const parsed = parseExpression(text);
  return parsed.ok ? [...visit(parsed.expression)].flatMap(namedBy) : namedByTokens(tokenize(text));
}

function namedBy(part: Expression): NameInExpression[] {
  const { from, to } = part;
  if (part.type === "member" && part.object.type === "name") {
    const kind = promptKind(part.object.name);
    return kind ? [{ kind, name: part.property, from, to }] : [];
  }
  const looksUp = part.type === "call" ? functionNamed(part.name)?.looksUp : undefined;
  if (part.type !== "call" || !looksUp) return [];
  const [name, ...others] = part.args;
  if (name?.type !== "literal" || typeof name.value !== "string" || others.length > 0) return [];
  return [{ kind: looksUp, name: name.value, lookup: true, from, to }];
}

function namedByTokens(tokens: readonly Token[]): NameInExpression[] {
  return tokens.flatMap((token, index) => {
    const [second, third, fourth] = tokens.slice(index + 1, index + 4);
    if (token.type !== "word" || tokens[index - 1]?.text === ".") return [];
    const prompt = promptKind(token.text);
    if (prompt && second?.text === "." && third?.type === "word") {
      return { kind: prompt, name: third.text, from: token.from, to: third.to };
    }
    const looksUp = functionNamed(token.text)?.looksUp;
    if (!looksUp || second?.text !== "(" || third?.type !== "text" || fourth?.text !== ")") return [];
    return { kind: looksUp, name: unquote(third.text), lookup: true as const, from: token.from, to: fourth.to };
  });
}

function promptKind(word: string): "prompt" | "systemPrompt" | undefined {
  const name = word.toLowerCase();
  return name === "prompt" ? "prompt" : name === "promptsystem" ? "systemPrompt" : undefined;
}
