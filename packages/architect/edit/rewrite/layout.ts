import { isMap, isSeq, type Node, type Pair, stringify } from "yaml";
import { ARCHY_STYLE } from "../../archy/print.ts";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import { isMap as isMapping } from "../../archy/values.ts";
import { lineStart } from "../take/comments.ts";

export interface Layout {
  /** Indentation from a key to the keys of the mapping below it. */
  readonly step: number;
  /** Indentation from a key to the dashes of the list below it. */
  readonly dash: number;
  /** Indentation from a dash to the content after it. */
  readonly item: number;
  /**
   * Whether to use the usual layout of project files: a list of scalars is on the same line as its key, and keys that
   * only YAML 1.1 would quote have no quotes.
   */
  readonly inline?: boolean;
}

/** The layout of the first nested mapping and list in the text; default: Architect's layout. */
export function layoutOf(text: string, root: Node | null): Layout {
  const column = (node: Node | null | undefined): number | undefined =>
    node?.range ? node.range[0] - lineStart(text, node.range[0]) : undefined;
  let [step, dash, item]: (number | undefined)[] = [];
  const walk = (node: Node | null | undefined, key?: number): void => {
    if (step !== undefined && dash !== undefined && item !== undefined) return;
    if (isMap(node) && !node.flow)
      for (const pair of node.items as Pair<Node, Node | null>[]) {
        const own = column(pair.key) ?? 0;
        if (key !== undefined) step ??= own - key;
        walk(pair.value, own);
      }
    else if (isSeq(node) && !node.flow) {
      const own = column(node) ?? 0;
      if (key !== undefined) dash ??= own - key;
      for (const one of node.items as Node[]) {
        const first = column(one);
        if (isMap(one) && !one.flow && first !== undefined && first > own) item ??= first - own;
        walk(one);
      }
    }
  };
  walk(root);
  return { step: Math.max(step ?? 2, 1), dash: Math.max(dash ?? 2, 0), item: Math.max(item ?? 2, 2) };
}

const STYLE = { ...ARCHY_STYLE, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER } as const;

/** The lines of a value whose first character is at the given column; the first line without indentation. */
export function valueLines(value: ArchyValue, column: number, layout: Layout): string[] {
  if (isMapping(value) && Object.keys(value).length > 0)
    return withoutIndent(
      Object.keys(value).flatMap((key) => entryLines(key, value[key] as ArchyValue, column, layout)),
    );
  if (Array.isArray(value) && value.length > 0)
    return withoutIndent(value.flatMap((one) => itemLines(one, column, layout)));
  return [blockText(value)];
}

/** The lines of a key and its value at the given column. */
export function entryLines(key: string, value: ArchyValue, column: number, layout: Layout): string[] {
  const start = `${" ".repeat(column)}${layout.inline ? plainKey(key) : flowText(key)}:`;
  if (value === null) return [start];
  const isInline = layout.inline && Array.isArray(value) && value.every(isScalar);
  if (isScalar(value) || isInline) return [`${start} ${isInline ? flowText(value) : blockText(value)}`];
  const inner = column + (Array.isArray(value) ? layout.dash : layout.step);
  const [first = "", ...others] = valueLines(value, inner, layout);
  return [start, `${" ".repeat(inner)}${first}`, ...others];
}

/** The lines of a list item whose dash is at the given column. */
export function itemLines(item: ArchyValue, column: number, layout: Layout): string[] {
  const [first = "", ...others] = valueLines(item, column + layout.item, layout);
  return [`${" ".repeat(column)}-${" ".repeat(isScalar(item) ? 1 : layout.item - 1)}${first}`, ...others];
}

function plainKey(key: string): string {
  return stringify([key], { ...STYLE, compat: null, collectionStyle: "flow" })
    .trim()
    .slice(1, -1)
    .trim();
}

/**
 * A value on one line in a form that is valid anywhere, including between brackets and commas.
 * @param quote the quotes for strings
 */
export function flowText(value: ArchyValue, quote?: '"' | "'"): string {
  if (Array.isArray(value)) return `[${value.map((one) => flowText(one)).join(", ")}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).map(([key, one]) => `${flowText(key)}: ${flowText(one)}`);
    return `{${entries.join(", ")}}`;
  }
  return stringify([value], { ...STYLE, ...quotesOf(value, quote), collectionStyle: "flow" })
    .trim()
    .slice(1, -1)
    .trim();
}

/** A scalar or empty value after a key or a dash in block style. */
export function blockText(value: ArchyValue): string {
  if (typeof value !== "string") return flowText(value);
  return stringify({ k: value }, { ...STYLE, ...quotesOf(value), defaultKeyType: "PLAIN" })
    .slice(2)
    .trim();
}

function quotesOf(value: ArchyValue, quote?: '"' | "'") {
  const quotes = typeof value === "string" && /[\r\n]/.test(value) ? '"' : quote;
  return quotes && ({ defaultStringType: quotes === '"' ? "QUOTE_DOUBLE" : "QUOTE_SINGLE" } as const);
}

/** Whether a value needs no lines below its key. */
function isScalar(value: ArchyValue): value is Exclude<ArchyValue, ArchyMap | ArchyValue[]> {
  return typeof value !== "object" || value === null || Object.keys(value).length === 0;
}

function withoutIndent([first = "", ...others]: string[]): string[] {
  return [first.trimStart(), ...others];
}
