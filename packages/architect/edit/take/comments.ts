import { Lexer } from "yaml";

/** A comment in YAML text: whole lines above a key or item, or the end of its line. */
export interface Comment {
  /** Offsets of the first `#` and of the character after the last. */
  readonly from: number;
  readonly to: number;
  readonly isAbove: boolean;
}

/** Tokens of the lexer that are not text: marks of documents, errors and scalars. */
const MARKS = new Set(["\u0002", "\u0018", "\u001f"]);

/** The comments in the text, in order; consecutive comment lines form one comment. */
export function commentsOf(text: string): Comment[] {
  const found: Comment[] = [];
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.length === 1 && MARKS.has(lexeme)) continue;
    const [from, to] = [offset, offset + lexeme.length];
    offset = to;
    if (!lexeme.startsWith("#")) continue;
    const line = lineStart(text, from);
    const isAbove = text.slice(line, from).trim() === "";
    const last = found.at(-1);
    if (isAbove && last?.isAbove && text.slice(last.to, from).trim() === "") found[found.length - 1] = { ...last, to };
    else found.push({ from, to, isAbove });
  }
  return found;
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}
