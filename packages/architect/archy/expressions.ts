import { tokenize } from "../expression/tokens.ts";

/** The words and texts of an expression, in order; names keep their scopes, texts their quotes. */
export function expressionTokens(expression: string): string[] {
  const words: string[] = [];
  let last: { type: string; to: number } | undefined;
  for (const { type, text, from, to } of tokenize(expression)) {
    const goesOn = last?.to === from && (last.type === "word" || last.type === "dot");
    const dotted = goesOn && ((text === "." && last?.type === "word") || (type === "word" && last?.type === "dot"));
    if (dotted) words[words.length - 1] += text;
    else words.push(text);
    last = { type: dotted && text === "." ? "dot" : type, to };
  }
  return words;
}
