import { Lexer } from "yaml";
import type { ArchyPath } from "../../archy/types.ts";
import type { ScalarPlace } from "./scalar-places.ts";

/** A comment of a YAML text: lines of their own above a key or item, or the end of its line. */
export interface Comment {
  /** Offsets of its first `#` and of the character after its last. */
  readonly from: number;
  readonly to: number;
  readonly isAbove: boolean;
  /** The first key or value of the line that it belongs to; undefined at the end of the text. */
  readonly owner?: ScalarPlace;
}

/** What the lexer reports besides the text: marks of documents, errors and scalars. */
const MARKS = new Set(["\u0002", "\u0018", "\u001f"]);

/** The comments of a text in their order; lines of comments that follow each other are one. */
export function commentsOf(text: string, places: readonly ScalarPlace[]): Comment[] {
  const found: Comment[] = [];
  const inOrder = places.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from);
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.length === 1 && MARKS.has(lexeme)) continue;
    const [from, to] = [offset, offset + lexeme.length];
    offset = to;
    if (!lexeme.startsWith("#")) continue;
    const line = lineStart(text, from);
    const isAbove = text.slice(line, from).trim() === "";
    const last = found.at(-1);
    if (isAbove && last?.isAbove && text.slice(last.to, from).trim() === "") {
      found[found.length - 1] = { ...last, to };
      continue;
    }
    const owner = inOrder.find((place) => place.from >= (isAbove ? to : line));
    const isOwn = owner && (isAbove || owner.from < from);
    found.push({ from, to, isAbove, ...(isOwn && { owner }) });
  }
  return found;
}

/** The offset of the first character of the line of an offset. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset of the line break that ends the line of an offset, or of the text's end. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  if (end === -1) return text.length;
  return text[end - 1] === "\r" ? end - 1 : end;
}

/** A key of a place among others. */
export function placeKey(path: ArchyPath, at: ScalarPlace["at"]): string {
  return `${at} ${JSON.stringify(path)}`;
}
