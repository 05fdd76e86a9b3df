/** One word of an expression. `open` is a text or a comment without its end, `unknown` a character that no known expression has. */
export interface Token {
  readonly kind: "text" | "number" | "word" | "sign" | "open" | "unknown";
  readonly text: string;
  /** From 1, as the platform counts: "'ToNumber' at position 1 is not a valid function or variable reference". */
  readonly position: number;
}

/** Blanks, line breaks and comments. */
const SKIPPED = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;

/** A text ends at its closing quotation mark; a backslash escapes what follows, two marks are one within the text. */
const KINDS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["text", /"(?:[^"\\]|\\[\s\S]|"")*"/y],
  ["open", /"[\s\S]*|\/\*[\s\S]*/y],
  ["number", /(?:\d+(?:\.\d+)?|\.\d+)(?![\p{L}_])/uy],
  ["word", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["sign", /==|!=|<=|>=|&&|\|\||<>|[-+*/%^<>=!~&|()[\],.?:]/y],
  ["unknown", /[\s\S]/uy],
];

/** The words of an expression in their order. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skip(text, 0); at < text.length; ) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = skip(text, at + token.text.length);
  }
  return tokens;
}

function skip(text: string, at: number): number {
  SKIPPED.lastIndex = at;
  return SKIPPED.test(text) ? SKIPPED.lastIndex : at;
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return { kind, text: text.slice(at, pattern.lastIndex), position: at + 1 };
  }
  throw new Error(`No word begins at position ${at + 1}.`);
}
