import { isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { KernelCode } from "../codes/kernel-codes.ts";
import type { DiagnosticSink, Location } from "../diagnostic.ts";
import { placeholders } from "./placeholders.ts";
import { lineStarts, locationAt, type SourceText } from "./text.ts";
import type { ArchyPath, ArchyValue } from "./types.ts";
import { compose, MAX_REPORTED } from "./yaml-compose.ts";
import { unresolved, YamlConverter } from "./yaml-data.ts";

const MAX_TOKENS = 400_000;

/** A YAML text as plain data, with the locations of its values. */
export interface YamlData {
  readonly value: ArchyValue;
  /** Top-level keys that are listed twice. The data contains the first value. Empty unless `inParts` is set. */
  readonly repeated: readonly string[];
  /** The location of the value at a path; with `key`, the location of its key. */
  locate(path: ArchyPath, at?: "key"): Location;
}

/** Errors that affect only a single key or value, so that the rest of the data is usable. */
const LOCAL: ReadonlySet<string> = new Set<KernelCode>(["duplicate-key", "reserved-key", "unresolved-placeholder"]);

/**
 * Reads one YAML 1.2 document as plain data. Tags, merge keys, duplicate keys and keys other than strings are errors.
 * If there are errors, reports them to the sink and returns undefined.
 *
 * @param o.inParts returns the data despite errors in single keys and values
 * @param o.noPlaceholders `{{x}}` is ordinary text, because the file has no substitutions
 * @param o.textPlaceholders `{{x}}` is ordinary text within a string; as a whole value, it is still reported
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
  const converter = new YamlConverter(source, o);
  const value = converter.convert(root);
  const mistakes = o.sink.errors.slice(before);
  if (mistakes.some(({ code }) => !o.inParts || !LOCAL.has(code))) return undefined;
  return { value, repeated: converter.repeated, locate: (path, at) => locate(source, root, { path, at }) };
}

const LOOKED_AT = 1000;
/** Maximum share of control characters among the first characters of a text file. */
const MOST = 0.1;

/** Reports `not-text` for a file that is binary or not in UTF-8. Returns whether it reported the file. */
function reportNotText(text: string, { file, sink }: { file: string; sink: DiagnosticSink }): boolean {
  const start = text.slice(0, LOOKED_AT);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for control characters
  const strange = start.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0;
  if (!start.includes("\u0000") && strange <= start.length * MOST) return false;
  sink.report("not-text", "The file is not UTF-8 text: it is binary or has a different encoding.", {
    location: { file, line: 1, column: 1 },
    hint: "Export the flow from Architect as YAML, or save the file in UTF-8.",
  });
  return true;
}

/** For YAML errors that a placeholder without a value causes, reports `unresolved-placeholder` instead. */
function blamePlaceholders(source: SourceText, sink: DiagnosticSink, before: number): void {
  const left = placeholders(source.text, { file: source.file });
  if (left.length === 0) return;
  const mistakes = sink.all.splice(before);
  for (const p of left.slice(0, MAX_REPORTED)) {
    const { sourceLine = "", column } = p.location;
    if (!/(^|\s)#/.test(sourceLine.slice(0, column - 1))) unresolved(sink, p.key, p.location);
  }
  // A placeholder in a comment is not the cause. If there are no other placeholders, the original errors are kept.
  if (sink.errors.length === before) for (const d of mistakes) sink.add(d);
}

/**
 * The location of the value at a path: the text of a scalar, the key of a collection, or the item of a list. If the
 * path does not exist, the location of its nearest existing ancestor.
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

/** The pair with a given key. A long mapping is indexed, because many of its keys may be looked up. */
export function pairOf(pairs: Pair<Node, Node | null>[], key: string): Pair<Node, Node | null> | undefined {
  if (pairs.length < LONG) return pairs.find((pair) => keyText(pair.key) === key);
  const known = pairsByKey.get(pairs) ?? new Map(pairs.map((pair) => [keyText(pair.key), pair]));
  pairsByKey.set(pairs, known);
  return known.get(key);
}

/** The text of a mapping's key; empty for a key that is not a scalar. */
export function keyText(key: Node | null): string {
  return isScalar(key) ? (typeof key.value === "string" ? key.value : (key.source ?? String(key.value))) : "";
}
