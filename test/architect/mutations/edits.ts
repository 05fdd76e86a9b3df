import { type Document, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar } from "yaml";
import { argumentEdits } from "./arguments.ts";

/** Mistakes that one edit of a flow file makes. */
export const mistakeKinds = [
  "dangling start",
  "duplicate refId",
  "jump to a missing task",
  "bad expression",
  "wrong scope",
  "unreachable node",
  "undeclared variable",
  "wrong output path",
  "missing property",
  "unknown property",
  "unknown root key",
  "misspelt action",
  "misspelt function",
  "text as condition",
  "number of arguments",
  "type of an argument",
  "misspelt built-in",
  "unknown function",
  "word of no list",
  "type of a value",
  "type of an output",
] as const;
export type MistakeKind = (typeof mistakeKinds)[number];

/** A flow file with one mistake. */
export interface Mutation {
  readonly kind: MistakeKind;
  /** What was changed, for the list of misses. */
  readonly what: string;
  /** Lines of the changed text, from 1, on which a finding is right. */
  readonly lines: { readonly from: number; readonly to: number };
  /** The changed text. */
  text(): string;
}

/** A stretch of the text and its replacement. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** A flow file whose parts can be edited. */
export class Edited {
  readonly text: string;
  readonly root: Node | null;
  readonly #starts: readonly number[];

  constructor(text: string) {
    const document: Document.Parsed = parseDocument(text, { version: "1.2" });
    this.text = text;
    this.root = document.contents as Node | null;
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  lineAt(offset: number): number {
    let line = 1;
    for (const [index, start] of this.#starts.entries()) if (start <= offset) line = index + 1;
    return line;
  }

  lineStart(line: number): number {
    return this.#starts[line - 1] ?? this.text.length;
  }

  /** @param at the part of the text where a finding is right; the edit itself when absent */
  mutation(kind: MistakeKind, what: string, edit: Edit, at: { from: number; to: number } = edit): Mutation {
    const { text } = this;
    return {
      kind,
      what,
      lines: { from: this.lineAt(at.from), to: this.lineAt(Math.max(at.from, at.to - 1)) },
      text: () => text.slice(0, edit.from) + edit.insert + text.slice(edit.to),
    };
  }

  /** The edit that misspells a key or text. */
  misspelling(node: Node): Edit {
    const [from, to] = span(node);
    const [quote] = /^["']/.exec(this.text.slice(from, to)) ?? [""];
    const word = this.text.slice(from + quote.length, to - quote.length);
    return { from: from + quote.length, to: to - quote.length, insert: misspelt(word) };
  }

  /** The edit that removes an entry from a mapping; undefined if another entry would lose its place. */
  removal(entries: readonly Pair<Node, Node | null>[], entry: Pair<Node, Node | null>): Edit | undefined {
    const [from] = span(entry.key);
    const last = entry.value ? span(entry.value)[1] : span(entry.key)[1];
    const line = this.lineAt(from);
    const next = entries[entries.indexOf(entry) + 1];
    const isBlock = this.text.slice(this.lineStart(line), from).trim() === "";
    if (isBlock && next && this.lineAt(span(next.key)[0]) > line) {
      return { from, to: span(next.key)[0], insert: "" };
    }
    const comma = /^\s*,\s*/.exec(this.text.slice(last))?.[0];
    if (comma !== undefined) return { from, to: last + comma.length, insert: "" };
    const before = /,\s*$/.exec(this.text.slice(0, from))?.[0];
    return before === undefined ? undefined : { from: from - before.length, to: last, insert: "" };
  }
}

/** Offsets of a node's own text. */
export function span(node: Node): readonly [number, number] {
  const [from, to] = node.range ?? [0, 0];
  return [from, to];
}

/** The word with two of its letters swapped, or one left out: another word in any case. */
export function misspelt(word: string): string {
  for (let at = Math.floor(word.length / 2); at > 0; at--) {
    const [one = "", other = ""] = [word[at - 1], word[at]];
    if (/^\w$/.test(one) && /^\w$/.test(other) && one.toLowerCase() !== other.toLowerCase())
      return word.slice(0, at - 1) + other + one + word.slice(at + 1);
  }
  return `${word}x`;
}

/** The entries of a mapping with their keys as texts. */
export function entriesOf(node: unknown): { key: string; pair: Pair<Node, Node | null>; value: Node | null }[] {
  if (!isMap(node)) return [];
  return (node.items as Pair<Node, Node | null>[]).flatMap((pair) =>
    isScalar(pair.key) ? [{ key: String(pair.key.value), pair, value: pair.value }] : [],
  );
}

/** The value below a key of a mapping. */
export function below(node: unknown, key: string): Node | null | undefined {
  return entriesOf(node).find((entry) => entry.key === key)?.value;
}

/** A text of the file, with the keys above it. */
export interface TextAt {
  readonly path: readonly string[];
  readonly scalar: Scalar<string>;
}

/** Every text value of the file. */
export function textsOf(node: unknown, path: readonly string[] = []): TextAt[] {
  if (isScalar(node) && typeof node.value === "string") return [{ path, scalar: node as Scalar<string> }];
  if (isSeq(node)) return node.items.flatMap((item) => textsOf(item, [...path, "[]"]));
  return entriesOf(node).flatMap(({ key, value }) => textsOf(value, [...path, key]));
}

/** The edits that a mistake in an expression is made by, by kind. */
export function expressionMutations(
  file: Edited,
  scalar: Scalar<string>,
  o: { ownScope: string; otherScope: string },
): Mutation[] {
  const [start, end] = span(scalar);
  const text = file.text.slice(start, end);
  const made: Mutation[] = [];
  const at = (kind: MistakeKind, what: string, edit: Edit) =>
    made.push(file.mutation(kind, what, edit, { from: start, to: end }));
  const closing = text.lastIndexOf(")");
  const last = end - (/^(["']).*\1$/s.test(text) ? 1 : 0);
  if (closing >= 0) at("bad expression", text, { from: start + closing, to: start + closing + 1, insert: "" });
  else if (!/^[|>]/.test(text)) at("bad expression", text, { from: last, to: last, insert: " ==" });
  for (const { index, word } of words(text, scalar.value, /\b[A-Za-z]+(?=\()/g)) {
    const from = start + index;
    at("misspelt function", word, { from, to: from + word.length, insert: misspelt(word) });
    at("unknown function", word, { from, to: from + word.length, insert: "Quux" });
  }
  for (const { index, word } of words(text, scalar.value, BUILT_IN)) {
    const from = start + index;
    at("misspelt built-in", word, { from, to: from + word.length, insert: misspelt(word) });
  }
  for (const { kind, what, from, to, insert } of argumentEdits(text))
    at(kind, what, { from: start + from, to: start + to, insert });
  const variables = new RegExp(`\\b(?:${o.ownScope}|Task|State)\\.[A-Za-z]\\w*`, "g");
  for (const { index, word } of words(text, scalar.value, variables)) {
    const from = start + index;
    const scope = word.slice(0, word.indexOf("."));
    at("wrong scope", word, { from, to: from + scope.length, insert: o.otherScope });
    at("undeclared variable", word, { from, to: from + word.length, insert: `${word}Zz` });
  }
  return made;
}

/** Variables that the platform provides, in exports and in the example (reference/expressions.md). */
const BUILT_IN =
  /\b(?:Call\.(?:Ani|ConversationId|CalledAddress|RemoteName)|Message\.ConversationId|Email\.ConversationId|Interaction\.Id)\b/g;

/** Places of words in an expression, without those in its texts. */
function words(written: string, value: string, pattern: RegExp): { index: number; word: string }[] {
  const texts = [...value.matchAll(/"(?:[^"\\]|\\.)*"/gs)].map(({ index, 0: text }) => [index, index + text.length]);
  const inText = [...value.matchAll(pattern)].map(({ index }) =>
    texts.some(([from = 0, to = 0]) => from <= index && index < to),
  );
  return [...written.matchAll(pattern)].flatMap(({ index, 0: word }, n) =>
    inText[n] === false ? { index, word } : [],
  );
}
