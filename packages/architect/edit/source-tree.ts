import { isMap, isScalar, isSeq, type Node, type Pair, Scalar } from "yaml";
import { lineStarts, locationAt } from "../archy/text.ts";
import type { ArchyPath } from "../archy/types.ts";
import { keyText, pairOf } from "../archy/yaml.ts";
import { compose } from "../archy/yaml-compose.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticSink } from "../diagnostic.ts";
import type { TextEdit } from "./text-edits.ts";

/** Whole lines of a text: an item of a list, or a key with its value. */
export interface Lines {
  /** Offset of the first character of the first line. */
  readonly from: number;
  /** Offset after the last line, its line break included. */
  readonly to: number;
  /** Columns before the item's dash, or before the key. */
  readonly indent: number;
}

/** Why a text cannot be edited by whole lines: a sentence, and the line it is about, from 1. */
export class NotEditable extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/**
 * The places of a valid YAML text by their paths, to edit it by whole lines: what is not edited stays byte for byte. Lists and
 * mappings that are edited must be in block style, as Architect and people write them.
 */
export class SourceTree {
  readonly text: string;
  /** The line break of the text. */
  readonly eol: "\n" | "\r\n";
  readonly #root: Node | null;

  constructor(text: string) {
    this.text = text;
    this.eol = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
    const source = { file: "", text, starts: lineStarts(text) };
    const sink = new DiagnosticSink(kernelCodes);
    this.#root = compose(source, { sink, maxTokens: Number.POSITIVE_INFINITY }) ?? null;
  }

  /** What the text says; null for nothing. */
  get root(): Node | null {
    return this.#root;
  }

  /** The lines of the item of a list. @throws NotEditable for one that shares its line */
  item(path: ArchyPath): Lines {
    const node = this.#node(path);
    const start = node.range?.[0] ?? 0;
    const from = this.#lineStart(start);
    const lead = /^( *)- +$/.exec(this.text.slice(from, start));
    if (!lead) throw this.#notEditable("This item of a list does not begin on a line of its own.", start);
    return { from, to: this.#afterLine(contentEnd(node)), indent: (lead[1] as string).length };
  }

  /** The lines of a key of a mapping and its value. @throws NotEditable for one that shares its line */
  entry(path: ArchyPath): Lines {
    const [, pair] = this.#find(path);
    const key = pair?.key;
    if (!pair || !key?.range) throw new NotEditable(`The key '${String(path.at(-1))}' does not exist.`, 1);
    const from = this.#lineStart(key.range[0]);
    const lead = this.text.slice(from, key.range[0]);
    if (!/^ *$/.test(lead)) throw this.#notEditable("This key does not begin on a line of its own.", key.range[0]);
    const end = Math.max(key.range[1], pair.value ? contentEnd(pair.value) : 0);
    return { from, to: this.#afterLine(end), indent: lead.length };
  }

  /** The characters of a scalar, with its quotes. @throws NotEditable for anything else */
  scalar(path: ArchyPath): { readonly from: number; readonly to: number } {
    const node = this.#node(path);
    if (!isScalar(node) || !node.range) throw new NotEditable("This is not a single value.", 1);
    return { from: node.range[0], to: node.range[1] };
  }

  /** The characters of any value, without comments and layout after it. */
  span(path: ArchyPath): { readonly from: number; readonly to: number } {
    const node = this.#node(path);
    const [from, end] = [node.range?.[0] ?? 0, contentEnd(node)];
    return { from, to: end > from && this.text[end - 1] === "\r" ? end - 1 : end };
  }

  /** The offset after the line on which a key of a mapping and its value end. */
  entryEnd(path: ArchyPath): number {
    return this.#afterLine(Math.max(this.key(path).to, this.span(path).to));
  }

  /** Whether only spaces are before an offset on its line. */
  isFirstOfLine(offset: number): boolean {
    return /^ *$/.test(this.text.slice(this.#lineStart(offset), offset));
  }

  /** The characters of its line that are before an offset. */
  columnOf(offset: number): number {
    return offset - this.#lineStart(offset);
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

  /** The characters of a key of a mapping, with its quotes. */
  key(path: ArchyPath): { readonly from: number; readonly to: number } {
    const range = this.#find(path)[1]?.key.range;
    if (!range) throw new NotEditable(`The key '${String(path.at(-1))}' does not exist.`, 1);
    return { from: range[0], to: range[1] };
  }

  /** The keys of the mapping at a path in their order; empty when it has none. */
  keys(path: ArchyPath): string[] {
    const node = this.#find(path)[0];
    return isMap(node) ? node.items.map(({ key }) => keyText(key as Node)) : [];
  }

  /** The edit that inserts lines at the start of a line, or at the end of the text. */
  insertion(at: number, lines: readonly string[]): TextEdit {
    const { text, eol } = this;
    const isOpenEnd = at === text.length && at > 0 && !text.endsWith("\n");
    const whole = lines.join(eol);
    return { from: at, to: at, text: isOpenEnd ? eol + whole : whole + eol };
  }

  /** The edits that remove whole lines, in their order; at the end of a text without a last line break, also the one before them. */
  removals(lines: readonly Pick<Lines, "from" | "to">[]): TextEdit[] {
    const merged: { from: number; to: number }[] = [];
    for (const { from, to } of lines) {
      const last = merged.at(-1);
      if (last?.to === from) last.to = to;
      else merged.push({ from, to });
    }
    const isOpen = (to: number) => to === this.text.length && !this.text.endsWith("\n");
    return merged.map(({ from, to }) => ({
      from: isOpen(to) && from > 0 ? from - this.eol.length : from,
      to,
      text: "",
    }));
  }

  /** The number of the line, from 1, that an offset is in. */
  lineOf(offset: number): number {
    return locationAt({ file: "", text: this.text, starts: lineStarts(this.text) }, offset).line;
  }

  #find(path: ArchyPath): [Node | undefined, Pair<Node, Node | null> | undefined] {
    let node: Node | null | undefined = this.#root;
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
    if (!node) throw new NotEditable(`The text has nothing at /${path.join("/")}.`, 1);
    return node;
  }

  #lineStart(offset: number): number {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }

  #afterLine(offset: number): number {
    const next = this.text.indexOf("\n", offset);
    return next === -1 ? this.text.length : next + 1;
  }

  #notEditable(message: string, offset: number): NotEditable {
    return new NotEditable(`${message} Write it in block style.`, this.lineOf(offset));
  }
}

/** Offset after the last character of a node that is not layout or a comment. */
function contentEnd(node: Node): number {
  const end = node.range?.[1] ?? 0;
  if (isScalar(node)) {
    const isBlock = node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL;
    // A block scalar ends after its last line break, on the line that follows it.
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
