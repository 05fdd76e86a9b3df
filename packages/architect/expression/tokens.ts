import type { Span } from "./ast.ts";

/**
 * One token of an expression:
 *
 * - `text`: a string, including its quotes
 * - `number`, `word`, `operator`
 * - `open` for an unterminated string or comment, `unknown` for a character that no expression contains
 */
export interface Token extends Span {
  readonly type: "text" | "number" | "word" | "operator" | "open" | "unknown";
  readonly text: string;
}

const SPACE = /\s+/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const PATTERNS: readonly (readonly [Token["type"], RegExp])[] = [
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?![\p{L}_])/uy],
  ["word", /[\p{L}_$][\p{L}\p{N}_]*/uy],
  ["operator", /==|!=|<=|>=|&&|\|\||<>|[-+*/%^|&~?:<>=!()[\],.]/y],
];

/** The tokens of an expression, in order; never fails. Spaces, line breaks and comments are skipped. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const skipped = skip(text, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const token = text[at] === '"' ? quoted(text, at) : text.startsWith("/*", at) ? open(text, at) : word(text, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function skip(text: string, at: number): number {
  for (const pattern of [SPACE, COMMENT]) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return pattern.lastIndex;
  }
  return at;
}

function word(text: string, at: number): Token {
  for (const [type, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return { type, text: text.slice(at, pattern.lastIndex), from: at, to: pattern.lastIndex };
  }
  const character = String.fromCodePoint(text.codePointAt(at) as number);
  return { type: "unknown", text: character, from: at, to: at + character.length };
}

/** A string up to its closing quote. `\` escapes the next character, and two quotes in a row represent one quote. */
function quoted(text: string, from: number): Token {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') {
      if (text[at + 1] !== '"') return { type: "text", text: text.slice(from, at + 1), from, to: at + 1 };
      at++;
    }
  }
  return open(text, from);
}

function open(text: string, from: number): Token {
  return { type: "open", text: text.slice(from), from, to: text.length };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

export function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\([\s\S])|""/g, (_, escaped: string | undefined) =>
      escaped === undefined ? '"' : (ESCAPES[escaped] ?? escaped),
    );
}
