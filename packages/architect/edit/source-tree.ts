import { isMap, isScalar, isSeq, type Node, type Pair, Scalar } from "yaml";
import { lineStarts, locationAt } from "../archy/text.ts";
import type { ArchyPath } from "../archy/types.ts";
import { keyText, pairOf } from "../archy/yaml.ts";
import { compose } from "../archy/yaml-compose.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticSink } from "../diagnostic.ts";
import { lineStart } from "./take/comments.ts";
import type { TextEdit } from "./text-edits.ts";

/** A range of whole lines: a list item, or a key with its value. */
export interface Lines {
  /** Offset of the first character in the first line. */
  readonly from: number;
  /** Offset after the last line, including its line break. */
  readonly to: number;
  /** Columns before the list item's dash, or before the key. */
  readonly indent: number;
}

/** Error for text that cannot be edited by whole lines: a sentence, and the 1-based line that it refers to. */
export class NotEditable extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** The result of an edit, or a refusal if the text cannot be edited by whole lines. */
export function orRefused<T>(file: string, make: () => T): T | { kind: "refused"; reasons: readonly string[] } {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    return { kind: "refused", reasons: [`${file}:${error.line}: ${error.message}`] };
  }
}

/**
 * Finds values in valid YAML text by path, so that whole lines can be edited and everything else stays byte for byte.
 * Edited lists and mappings must be in block style, which Architect and most people use. The last line must end with a
 * line break.
 */
export class SourceTree {
  readonly text: string;
  readonly eol: "\n" | "\r\n";
  /** The text's content; null if empty. */
  readonly root: Node | null;

  constructor(text: string) {
    this.text = text;
    this.eol = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
    const source = { file: "", text, starts: lineStarts(text) };
    const sink = new DiagnosticSink(kernelCodes);
    this.root = compose(source, { sink, maxTokens: Number.POSITIVE_INFINITY }) ?? null;
  }

  /** The lines of a list item. @throws NotEditable for an item that shares its line */
  item(path: ArchyPath): Lines {
    const node = this.#node(path);
    const start = node.range?.[0] ?? 0;
    const from = lineStart(this.text, start);
    const lead = /^( *)- +$/.exec(this.text.slice(from, start));
    if (!lead) throw this.#shared("item of a list", start);
    return { from, to: this.#afterLine(contentEnd(node)), indent: (lead[1] as string).length };
  }

  /** The lines of a key and its value. @throws NotEditable for a key that shares its line */
  entry(path: ArchyPath): Lines {
    const [, pair] = this.#find(path);
    const key = pair?.key;
    if (!pair || !key?.range) throw new NotEditable(`The key '${String(path.at(-1))}' does not exist.`, 1);
    const from = lineStart(this.text, key.range[0]);
    const lead = this.text.slice(from, key.range[0]);
    if (!/^ *$/.test(lead)) throw this.#shared("key", key.range[0]);
    const end = Math.max(key.range[1], pair.value ? contentEnd(pair.value) : 0);
    return { from, to: this.#afterLine(end), indent: lead.length };
  }

  /** The characters of any value, without the comments and whitespace after it. */
  span(path: ArchyPath): { readonly from: number; readonly to: number } {
    const node = this.#node(path);
    const [from, end] = [node.range?.[0] ?? 0, contentEnd(node)];
    return { from, to: end > from && this.text[end - 1] === "\r" ? end - 1 : end };
  }

  /** The offset after the last line of a key and its value. */
  entryEnd(path: ArchyPath): number {
    return this.#afterLine(Math.max(this.key(path).to, this.span(path).to));
  }

  isFirstOfLine(offset: number): boolean {
    return /^ *$/.test(this.text.slice(lineStart(this.text, offset), offset));
  }

  columnOf(offset: number): number {
    return offset - lineStart(this.text, offset);
  }

  /** Whether the mapping or list that a value belongs to is in flow style. */
  isInFlow(path: ArchyPath): boolean {
    return path.some((_, index) => this.isFlow(path.slice(0, index)));
  }

  /** Whether a value is a mapping or list in flow style: `{a: 1}`, `[1]`. */
  isFlow(path: ArchyPath): boolean {
    const node = this.#find(path)[0];
    return (isMap(node) || isSeq(node)) && node.flow === true;
  }

  /** The characters of a mapping's key, including quotes. */
  key(path: ArchyPath): { readonly from: number; readonly to: number } {
    const range = this.#find(path)[1]?.key.range;
    if (!range) throw new NotEditable(`The key '${String(path.at(-1))}' does not exist.`, 1);
    return { from: range[0], to: range[1] };
  }

  /** The keys of the mapping at a path, in order; empty if it has none. */
  keys(path: ArchyPath): string[] {
    const node = this.#find(path)[0];
    return isMap(node) ? node.items.map(({ key }) => keyText(key as Node)) : [];
  }

  /** The edit that inserts lines before a line or at the end of the text. */
  insertion(at: number, lines: readonly string[]): TextEdit {
    return { from: at, to: at, text: lines.join(this.eol) + this.eol };
  }

  removal(path: ArchyPath): TextEdit {
    const { from, to } = this.entry(path);
    return { from, to, text: "" };
  }

  /** The 1-based number of the line that contains an offset. */
  lineOf(offset: number): number {
    return locationAt({ file: "", text: this.text, starts: lineStarts(this.text) }, offset).line;
  }

  #find(path: ArchyPath): [Node | undefined, Pair<Node, Node | null> | undefined] {
    let node: Node | null | undefined = this.root;
    let pair: Pair<Node, Node | null> | undefined;
    for (const step of path) {
      if (isMap(node)) {
        pair = pairOf(node.items as Pair<Node, Node | null>[], String(step));
        if (!pair) return [undefined, undefined];
        node = pair.value;
      } else if (isSeq(node)) {
        pair = undefined;
        node = node.items[Number(step)] as Node | undefined;
      } else return [undefined, undefined];
      if (node === undefined) return [undefined, undefined];
    }
    return [node ?? undefined, pair];
  }

  #node(path: ArchyPath): Node {
    const [node] = this.#find(path);
    if (!node) throw new NotEditable(`The file has no value at /${path.join("/")}.`, 1);
    return node;
  }

  #afterLine(offset: number): number {
    const next = this.text.indexOf("\n", offset);
    return next === -1 ? this.text.length : next + 1;
  }

  #shared(what: string, offset: number): NotEditable {
    const message = `This ${what} does not begin on its own line. Write it in block style.`;
    return new NotEditable(message, this.lineOf(offset));
  }
}

/** Offset after a node's last character that is not whitespace or a comment. */
function contentEnd(node: Node): number {
  const end = node.range?.[1] ?? 0;
  if (isScalar(node)) {
    const isBlock = node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL;
    // A block scalar ends after its last line break, which is at the start of the following line.
    return isBlock ? Math.max(node.range?.[0] ?? 0, end - 1) : end;
  }
  if ((isMap(node) || isSeq(node)) && node.flow) return end;
  if (isMap(node)) {
    const last = node.items.at(-1) as Pair<Node, Node | null> | undefined;
    return Math.max(last?.key.range?.[1] ?? 0, last?.value ? contentEnd(last.value) : 0);
  }
  if (isSeq(node)) {
    const last = node.items.at(-1) as Node | undefined;
    return last ? contentEnd(last) : end;
  }
  return end;
}
