import { canonical } from "../../archy/normal.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { readYaml } from "../../archy/yaml.ts";
import { kernelCodes } from "../../codes/kernel-codes.ts";
import { DiagnosticSink } from "../../diagnostic.ts";
import { NotEditable, SourceTree } from "../source-tree.ts";
import { pairsOf } from "../take/same-place.ts";
import { type TextEdit, withEdits } from "../text-edits.ts";
import { blockText, entryLines, flowText, itemLines, type Layout, layoutOf, valueLines } from "./layout.ts";

/** An edit to the text. If it replaces one scalar with another, it contains both values. */
export interface RewriteEdit extends TextEdit {
  readonly change?: { readonly from: ArchyValue; readonly to: ArchyValue };
}

/**
 * Rewrites YAML text so that it has the new content. Only the differences are edited; everything else stays byte for
 * byte: comments, order, indentation, quotes, line breaks. New keys and items follow the ones that precede them in
 * `after`, and use the layout of the text.
 *
 * `rewrite(t, g, g)` always returns `t`, and parsing `rewrite(t, g, h)` always gives `h`.
 *
 * @param before the text's content; null if it has only comments
 * @throws NotEditable if the text cannot express the new content
 */
export function rewrite(text: string, before: ArchyValue, after: ArchyValue, o: RewriteOptions = {}): string {
  // The kernel does not handle byte order marks.
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const written = text.slice(mark.length);
  const edits = rewriteEdits(written + missingBreak(written), before, after, o);
  return mark + withEditsOfLines(written, edits);
}

export type RewriteOptions = Pick<Layout, "inline">;

/** The line break that is missing at the end of the text. */
export function missingBreak(text: string): string {
  if (text === "" || text.endsWith("\n")) return "";
  return /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
}

/** Applies edits of whole lines to the text as if its last line ended with a line break. */
export function withEditsOfLines(text: string, edits: readonly TextEdit[]): string {
  const missing = missingBreak(text);
  const made = withEdits(text + missing, edits);
  return missing === "" ? made : made.replace(/\r?\n$/, "");
}

/**
 * The edits of `rewrite` for text that ends with a line break. They do not overlap.
 * @throws NotEditable if the text cannot express the new content
 */
export function rewriteEdits(
  text: string,
  before: ArchyValue,
  after: ArchyValue,
  o: RewriteOptions = {},
): RewriteEdit[] {
  if (isSame(before, after)) return [];
  const edits = new Rewriting(text, o).changed([], before, after);
  const sink = new DiagnosticSink(kernelCodes);
  const made = withEdits(text, edits);
  const read = readYaml(made, { file: "", sink, maxTokens: Number.POSITIVE_INFINITY, noPlaceholders: true });
  if (read && isSame(read.value, after)) return edits;
  throw new NotEditable("The change cannot be made in the file's text.", 1);
}

export function isSame(a: ArchyValue | undefined, b: ArchyValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonical(a) === canonical(b);
}

class Rewriting {
  readonly #tree: SourceTree;
  readonly #layout: Layout;

  constructor(text: string, o: RewriteOptions) {
    this.#tree = new SourceTree(text);
    this.#layout = { ...layoutOf(text, this.#tree.root), ...o };
  }

  changed(path: ArchyPath, before: ArchyValue, after: ArchyValue): RewriteEdit[] {
    if (isSame(before, after)) return [];
    try {
      if (isMap(before) && isMap(after)) return this.#inMapping(path, before, after);
      if (Array.isArray(before) && Array.isArray(after)) return this.#inList(path, before, after);
    } catch (error) {
      // The surrounding part can still be rewritten.
      if (!(error instanceof NotEditable)) throw error;
    }
    return [this.#replaced(path, before, after)];
  }

  #inMapping(path: ArchyPath, before: ArchyMap, after: ArchyMap): RewriteEdit[] {
    const kept = Object.keys(after).filter((key) => Object.hasOwn(before, key));
    const added = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
    const removed = new Set(Object.keys(before).filter((key) => !Object.hasOwn(after, key)));
    const [first] = kept;
    const isMoved = added.length > 0 || removed.size > 0;
    if (first === undefined || (isMoved && this.#tree.isFlow(path))) throw this.#whole(path);
    const edits: RewriteEdit[] = [];
    const behind = groupsBehind(Object.keys(after), new Set(kept));
    const own = this.#tree.keys(path);
    const lead = own[0] === undefined ? undefined : this.#tree.key([...path, own[0]]);
    const column = lead && isMoved ? this.#tree.columnOf(lead.from) : 0;
    const lines = (keys: readonly string[]) =>
      keys.flatMap((key) => entryLines(key, after[key] as ArchyValue, column, this.#layout));
    const before0 = behind.get(undefined) ?? [];
    if (before0.length > 0)
      edits.push(this.#before(this.#tree.key([...path, own[0] as string]).from, column, lines(before0)));
    for (const [index, key] of own.entries()) {
      const at = [...path, key];
      if (removed.has(key)) {
        edits.push(this.#removedEntry(path, own, index, removed));
        continue;
      }
      edits.push(...this.changed(at, before[key] as ArchyValue, after[key] as ArchyValue));
      const next = behind.get(key) ?? [];
      if (next.length > 0) edits.push(this.#tree.insertion(this.#tree.entryEnd(at), lines(next)));
    }
    return edits;
  }

  /** The edit that removes a key: its lines or, if it follows a dash, everything up to the next remaining key. */
  #removedEntry(path: ArchyPath, own: readonly string[], index: number, removed: ReadonlySet<string>): RewriteEdit {
    const tree = this.#tree;
    const at = [...path, own[index] as string];
    const { from } = tree.key(at);
    if (tree.isFirstOfLine(from)) {
      const { from: start, to } = tree.entry(at);
      return { from: start, to, text: "" };
    }
    const next = own[index + 1];
    if (next === undefined || removed.has(next)) throw this.#whole(path);
    return { from, to: tree.key([...path, next]).from, text: "" };
  }

  #inList(path: ArchyPath, before: readonly ArchyValue[], after: readonly ArchyValue[]): RewriteEdit[] {
    const tree = this.#tree;
    const pairs = pairsOf(before, after);
    const back = new Map([...pairs].map(([a, b]) => [b, a]));
    const isMoved = pairs.size < Math.max(before.length, after.length);
    if (pairs.size === 0 || (isMoved && tree.isFlow(path))) throw this.#whole(path);
    const behind = groupsBehind(after.keys().toArray(), new Set(back.keys()));
    const first = isMoved ? tree.item([...path, 0]) : { from: 0, to: 0, indent: 0 };
    const lines = (indices: readonly number[]) =>
      indices.flatMap((index) => itemLines(after[index] as ArchyValue, first.indent, this.#layout));
    const edits: RewriteEdit[] = [];
    const before0 = behind.get(undefined) ?? [];
    if (before0.length > 0) edits.push(tree.insertion(first.from, lines(before0)));
    for (const [index, item] of before.entries()) {
      const now = pairs.get(index);
      const at = [...path, index];
      if (now === undefined) {
        const { from, to } = tree.item(at);
        edits.push({ from, to, text: "" });
        continue;
      }
      edits.push(...this.changed(at, item, after[now] as ArchyValue));
      const next = behind.get(now) ?? [];
      if (next.length > 0) edits.push(tree.insertion(tree.item(at).to, lines(next)));
    }
    return edits;
  }

  /** Lines before the first key of a mapping, which may follow a dash. */
  #before(from: number, column: number, lines: readonly string[]): RewriteEdit {
    if (this.#tree.isFirstOfLine(from)) return this.#tree.insertion(from - column, lines);
    const text = [...lines, ""].join(this.#tree.eol).trimStart();
    return { from, to: from, text: `${text}${" ".repeat(column)}` };
  }

  #replaced(path: ArchyPath, before: ArchyValue, after: ArchyValue): RewriteEdit {
    const tree = this.#tree;
    const { eol } = tree;
    if (path.length === 0)
      // Keeps the comments of a file that contains nothing else.
      return before === null && !isScalar(after)
        ? tree.insertion(tree.text.length, valueLines(after, 0, this.#layout))
        : { from: 0, to: tree.text.length, text: `${valueLines(after, 0, this.#layout).join(eol)}${eol}` };
    const { from, to } = tree.span(path);
    const isInFlow = tree.isInFlow(path);
    if (from < to && isScalar(before) && isScalar(after))
      return {
        from,
        to,
        text: this.#scalar(tree.text.slice(from, to), after, isInFlow),
        change: { from: before, to: after },
      };
    if (isInFlow || (from < to && tree.isFlow(path) && isShort(after))) {
      if (from === to) throw this.#whole(path);
      const text = flowText(after);
      // Keeps the spaces of `{ a: b }`.
      const isPadded = /^[[{] /.test(tree.text.slice(from, to)) && !isScalar(after) && text.length > 2;
      return { from, to, text: isPadded ? `${text[0]} ${text.slice(1, -1)} ${text.at(-1)}` : text };
    }
    const key = path.at(-1);
    if (typeof key === "string") {
      const start = tree.key(path).from;
      const lines = entryLines(key, after, tree.columnOf(start), this.#layout);
      return { from: start, to: Math.max(to, start), text: lines.join(eol).trimStart() };
    }
    if (from === to) throw this.#whole(path);
    return { from, to, text: valueLines(after, tree.columnOf(from), this.#layout).join(eol) };
  }

  /** Replaces a scalar with another, in the same quotes and lines if possible. */
  #scalar(old: string, now: ArchyValue, isInFlow: boolean): string {
    if (typeof now !== "string") return flowText(now);
    const plain = isInFlow ? flowText(now) : blockText(now);
    const quote = /^["']/.exec(old)?.[0] as '"' | "'" | undefined;
    if (quote !== undefined) return flowText(now, quote);
    const header = /^[|>][-+]?[ \t]*\r?\n(?: *\r?\n)*( +)/.exec(old);
    if (!header || !/^\S.*\n/.test(now) || /[\r\t]| \n/.test(now)) return plain;
    const ending = /\n*$/.exec(now)?.[0].length ?? 0;
    const lines = now.slice(0, now.length - ending).split("\n");
    const body = lines.map((line) => (line === "" ? "" : `${header[1]}${line}`));
    if (ending > 1) body.push(...Array.from({ length: ending - 1 }, () => ""));
    return [`|${ending === 0 ? "-" : ending === 1 ? "" : "+"}`, ...body].join(this.#tree.eol);
  }

  #whole(path: ArchyPath): NotEditable {
    return new NotEditable(
      "This part can only be rewritten as a whole.",
      this.#tree.lineOf(this.#tree.span(path).from),
    );
  }
}

/**
 * Groups new keys or items by the remaining key or item that precedes them. Those before the first one are under
 * undefined.
 */
function groupsBehind<K>(order: readonly K[], kept: ReadonlySet<K>): Map<K | undefined, K[]> {
  const groups = new Map<K | undefined, K[]>();
  let anchor: K | undefined;
  for (const one of order) {
    if (kept.has(one)) anchor = one;
    else groups.set(anchor, [...(groups.get(anchor) ?? []), one]);
  }
  return groups;
}

export function isScalar(value: ArchyValue): boolean {
  return value === null || typeof value !== "object";
}

/** Whether a value may replace a value between braces. */
function isShort(value: ArchyValue): boolean {
  return isScalar(value) || isMap(value) || (Array.isArray(value) && value.every(isScalar));
}
