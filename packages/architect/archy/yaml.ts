import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { DiagnosticSink, Location } from "../diagnostic.ts";
import { MAX_ALIASED_VALUES, MAX_LEVELS, TOO_DEEP_HINT, tooDeepMessage } from "../limits.ts";
import { dialectOf, placeholders } from "./placeholders.ts";
import { lineStarts, locationAt, type SourceText } from "./text.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { compose, MAX_REPORTED, reportNotText } from "./yaml-compose.ts";

/** Most words and marks of YAML where the caller says nothing else. */
const MAX_TOKENS = 400_000;

/** A YAML text as plain data, with the places of its parts. */
export interface YamlData {
  readonly value: ArchyValue;
  /** Keys of the root that are listed twice; the value has the first. Empty unless mistakes are put up with. */
  readonly repeated: readonly string[];
  /** Where the value at a path stands; with `key`, where its key does. */
  locate(path: ArchyPath, at?: "key"): Location;
}

/** Mistakes of single keys and values, which leave the rest of the data as it is written. */
const LOCAL: ReadonlySet<string> = new Set(["duplicate-key", "reserved-key", "unresolved-placeholder"]);

/**
 * Reads one YAML 1.2 document as plain data: no tags, no merge keys, no duplicate keys, every key a string.
 * What is wrong goes to the sink; the value is undefined when there was anything.
 *
 * @param o.inParts gives the data in spite of mistakes in single keys and values
 * @param o.noPlaceholders `{{x}}` is text like any other: the file is none that substitutions fill in
 * @param o.textPlaceholders the same within texts alone: `{{x}}` in place of a value is still reported
 */
export function readYaml(
  text: string,
  o: {
    file: string;
    sink: DiagnosticSink;
    maxTokens?: number;
    inParts?: boolean;
    noPlaceholders?: boolean;
    textPlaceholders?: boolean;
  },
): YamlData | undefined {
  if (reportNotText(text, o)) return undefined;
  const source: SourceText = { file: o.file, text, starts: lineStarts(text) };
  const before = o.sink.errors.length;
  const root = compose(source, { sink: o.sink, maxTokens: o.maxTokens ?? MAX_TOKENS });
  if (root === undefined || o.sink.errors.length > before) {
    if (!o.noPlaceholders) blamePlaceholders(source, o.sink, before);
    return undefined;
  }
  const converter = new Converter(source, o);
  const value = converter.convert(root);
  const mistakes = o.sink.errors.slice(before);
  if (mistakes.some(({ code }) => !o.inParts || !LOCAL.has(code))) return undefined;
  return { value, repeated: converter.repeated, locate: (path, at) => locate(source, root, { path, at }) };
}

/** A text that YAML cannot read because of a leftover placeholder is reported as that. */
function blamePlaceholders(source: SourceText, sink: DiagnosticSink, before: number): void {
  const left = placeholders(source.text, { file: source.file, dialect: dialectOf(source.file) });
  const lines = new Set(left.map((p) => p.location.line));
  if (left.length === 0) return;
  const kept = sink.all.splice(before).filter((d) => !(d.location && lines.has(d.location.line)));
  for (const p of left.slice(0, MAX_REPORTED)) {
    const { sourceLine = "", column } = p.location;
    if (!/(^|\s)#/.test(sourceLine.slice(0, column - 1))) unresolved(sink, p.key, p.location);
  }
  if (sink.errors.length > before) return;
  for (const d of kept) sink.add(d);
}

function unresolved(sink: DiagnosticSink, key: string, location: Location): void {
  sink.error("unresolved-placeholder", `The placeholder '${key}' has no value.`, {
    location,
    hint: `Give '${key}' a value under the substitutions of this flow or of the stack.`,
  });
}

class Converter {
  readonly #source: SourceText;
  readonly #sink: DiagnosticSink;
  readonly #before: number;
  readonly #noPlaceholders: boolean;
  readonly #textPlaceholders: boolean;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  /** Keys of the root that are listed twice. */
  readonly repeated: string[] = [];
  #aliased = 0;
  #inAlias = 0;
  #isTooDeep = false;

  constructor(source: SourceText, o: { sink: DiagnosticSink; noPlaceholders?: boolean; textPlaceholders?: boolean }) {
    this.#source = source;
    this.#noPlaceholders = o.noPlaceholders === true;
    this.#textPlaceholders = o.textPlaceholders === true;
    this.#sink = o.sink;
    this.#before = o.sink.all.length;
  }

  convert(node: Node | null): ArchyValue {
    if (node === null) return null;
    if (this.#inAlias > 0 && ++this.#aliased > MAX_ALIASED_VALUES) {
      if (this.#aliased === MAX_ALIASED_VALUES + 1) {
        this.#error(node, "alias-bomb", `Aliases expand to more than ${MAX_ALIASED_VALUES} values.`);
      }
      return null;
    }
    if (isAlias(node)) return this.#alias(node);
    if ("anchor" in node && node.anchor !== undefined) this.#anchors.set(node.anchor as string, node);
    if (isScalar(node)) return this.#scalar(node);
    if (this.#open.size === MAX_LEVELS) return this.#tooDeep(node);
    this.#open.add(node);
    const value = isSeq(node) ? node.items.map((item) => this.convert(item as Node | null)) : this.#map(node);
    this.#open.delete(node);
    return value;
  }

  #alias(node: Node & { source: string }): ArchyValue {
    const target = this.#anchors.get(node.source);
    if (target === undefined || this.#open.has(target)) {
      this.#error(
        node,
        "not-yaml",
        `The alias '${node.source}' ${target ? "contains itself" : "has no anchor before it"}.`,
      );
      return null;
    }
    this.#inAlias++;
    const value = this.convert(target);
    this.#inAlias--;
    return value;
  }

  /** Aliases may put into each other what the text itself does not nest so deeply. */
  #tooDeep(node: Node): null {
    if (!this.#isTooDeep) this.#error(node, "too-deep", tooDeepMessage(MAX_LEVELS + 1), TOO_DEEP_HINT);
    this.#isTooDeep = true;
    return null;
  }

  #scalar(node: Node & { value: unknown }): ArchyValue {
    const { value } = node;
    if (typeof value === "string") {
      this.#leftover(node, value);
      return value;
    }
    if (value === null || typeof value === "number" || typeof value === "boolean") return value;
    return String(value);
  }

  #leftover(node: Node, value: string): void {
    if (this.#noPlaceholders || this.#textPlaceholders) return;
    const dialect = dialectOf(this.#source.file);
    if (!value.includes("{{") && !(dialect === "tftpl" && value.includes("${"))) return;
    for (const { key } of placeholders(value, { dialect })) {
      if (!this.#room()) return;
      const [from, to] = node.range ?? [0, 0, 0];
      const shift = this.#source.text.slice(from, to).indexOf(key);
      const offset = shift < 2 ? from : from + shift - 2;
      unresolved(this.#sink, key, locationAt(this.#source, offset, key.length + (value.includes("{{") ? 4 : 3)));
    }
  }

  /** Whether another mistake is still reported. */
  #room(): boolean {
    return this.#sink.all.length - this.#before < MAX_REPORTED;
  }

  #map(node: Node): ArchyMap {
    const result: ArchyMap = {};
    if (!isMap(node)) return result;
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const key = this.#key(pair.key);
      const value = this.convert(pair.value);
      if (key === undefined) continue;
      if (Object.hasOwn(result, key)) {
        if (this.#open.size === 1) this.repeated.push(key);
        this.#error(
          pair.key,
          "duplicate-key",
          `The key '${key}' stands twice in one mapping.`,
          "Remove one of the two.",
        );
      } else if (key === "__proto__") {
        this.#error(pair.key, "reserved-key", "The key '__proto__' cannot be used.", "Choose another name.");
      } else result[key] = value;
    }
    return result;
  }

  #key(node: Node | null): string | undefined {
    if (node === null) return "";
    if (isScalar(node)) {
      const value = this.#scalar(node);
      return typeof value === "string" ? value : (node.source ?? String(value));
    }
    if (isAlias(node)) {
      const value = this.convert(node);
      if (typeof value === "string") return value;
    }
    const [from, to] = node.range ?? [0, 0, 0];
    const text = this.#source.text.slice(from, to);
    const name = /^\{\s*([^{},:]+?)\s*\}$/.exec(text)?.[1];
    if (name !== undefined && !this.#noPlaceholders && this.#room()) {
      const opening = this.#source.text.lastIndexOf("{", from - 1);
      unresolved(this.#sink, name, locationAt(this.#source, Math.max(0, opening), to - opening + 1));
    } else this.#error(node, "not-yaml", "A key must be a text.", "Quote it.");
    return undefined;
  }

  #error(node: Node | null, code: string, message: string, hint?: string): void {
    if (!this.#room()) return;
    const [from, to] = node?.range ?? [0, 1, 1];
    this.#sink.error(code, message, { location: locationAt(this.#source, from, to - from), hint });
  }
}

/**
 * The place of the value at a path: of the text itself for a scalar, of the key for a collection, of the item in a
 * list; of the nearest ancestor that exists when the path does not.
 */
function locate(source: SourceText, root: Node | null, { path, at }: { path: ArchyPath; at?: "key" }): Location {
  let node: Node | null = root;
  let place: Node | null = root;
  for (const step of path) {
    if (isMap(node)) {
      const pair = pairOf(node.items as Pair<Node, Node | null>[], String(step));
      if (!pair) break;
      place =
        at !== "key" && isScalar(pair.value) && pair.value.range && pair.value.range[1] > pair.value.range[0]
          ? pair.value
          : pair.key;
      node = pair.value;
    } else if (isSeq(node) && node.items[Number(step)]) {
      node = node.items[Number(step)] as Node;
      place = node;
    } else break;
  }
  const [from, to] = place?.range ?? [0, 1];
  return locationAt(source, from, to - from);
}

const LONG = 16;
const pairsByKey = new WeakMap<object, ReadonlyMap<string, Pair<Node, Node | null>>>();

/** The pair with a key; of a long mapping by an index, so that many places in it can be asked for. */
function pairOf(pairs: Pair<Node, Node | null>[], key: string): Pair<Node, Node | null> | undefined {
  if (pairs.length < LONG) return pairs.find((pair) => keyText(pair.key) === key);
  const known = pairsByKey.get(pairs) ?? new Map(pairs.map((pair) => [keyText(pair.key), pair]));
  pairsByKey.set(pairs, known);
  return known.get(key);
}

function keyText(key: Node | null): string {
  return isScalar(key) ? (typeof key.value === "string" ? key.value : (key.source ?? String(key.value))) : "";
}
