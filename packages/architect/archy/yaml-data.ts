import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { KernelCode } from "../codes/kernel-codes.ts";
import type { DiagnosticSink, Location } from "../diagnostic.ts";
import { MAX_ALIASED_VALUES, MAX_LEVELS, TOO_DEEP_HINT, tooDeepMessage } from "../limits.ts";
import { placeholders } from "./placeholders.ts";
import { locationAt, type SourceText } from "./text.ts";
import type { ArchyMap, ArchyValue } from "./types.ts";
import { MAX_REPORTED } from "./yaml-compose.ts";

export function unresolved(sink: DiagnosticSink, key: string, location: Location): void {
  sink.report("unresolved-placeholder", `The placeholder '${key}' has no value.`, {
    location,
    hint: `Set '${key}' under the substitutions of this flow or of the stack.`,
  });
}

/**
 * Converts a parsed document to plain data: copies aliases and makes every key a string. Reports values that are not
 * plain data, and placeholders without a value, to the sink.
 */
export class YamlConverter {
  readonly #source: SourceText;
  readonly #sink: DiagnosticSink;
  readonly #before: number;
  readonly #noPlaceholders: boolean;
  readonly #textPlaceholders: boolean;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  /** Top-level keys that are listed twice. */
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
      this.#error(node, "not-yaml", `The alias '${node.source}' ${target ? "contains itself" : "has no anchor"}.`);
      return null;
    }
    this.#inAlias++;
    const value = this.convert(target);
    this.#inAlias--;
    return value;
  }

  /** Aliases can nest values more deeply than the text does. */
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
    if (!value.includes("{{") && !value.includes("${")) return;
    for (const { key } of placeholders(value, { file: this.#source.file })) {
      if (!this.#room()) return;
      const [from, to] = node.range ?? [0, 0, 0];
      const shift = this.#source.text.slice(from, to).indexOf(key);
      const offset = shift < 2 ? from : from + shift - 2;
      unresolved(this.#sink, key, locationAt(this.#source, offset, key.length + (value.includes("{{") ? 4 : 3)));
    }
  }

  /** Whether the number of reported errors is still below the limit. */
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
          `The key '${key}' is listed twice in one mapping.`,
          "Remove one of the two.",
        );
      } else if (key === "__proto__") {
        this.#error(pair.key, "reserved-key", "The key '__proto__' is reserved.", "Choose a different name.");
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
    } else this.#error(node, "not-yaml", "A key must be a string.", "Quote it.");
    return undefined;
  }

  #error(node: Node | null, code: KernelCode, message: string, hint?: string): void {
    if (!this.#room()) return;
    const [from, to] = node?.range ?? [0, 1, 1];
    this.#sink.report(code, message, { location: locationAt(this.#source, from, to - from), hint });
  }
}
