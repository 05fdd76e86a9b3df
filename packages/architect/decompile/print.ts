import { Document, isMap, isPair, isScalar, isSeq, type Node, Scalar, stringify } from "yaml";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";

const WIDTH = 110;

export interface PrintedNode {
  readonly data: ArchyMap;
  readonly comment?: string;
}

export interface PrintOptions {
  /** Comment lines at the top, without `#`. */
  readonly head: readonly string[];
  readonly frame: ArchyMap;
  readonly start?: string;
  readonly nodes: Readonly<Record<string, PrintedNode>>;
  readonly tasks?: readonly PrintedTask[];
}

export interface PrintedTask {
  readonly key: string;
  readonly name: string;
  readonly description?: string;
  /** Output paths of calls to the task, besides `default`. */
  readonly paths: readonly string[];
  readonly start: string;
  readonly nodes: Readonly<Record<string, PrintedNode>>;
}

/**
 * Prints a definition in the usual layout. A node is on one line if it fits, otherwise on several lines. Text keeps its
 * line breaks.
 */
export function printDefinition({ head, frame, start, nodes, tasks = [] }: PrintOptions): string {
  const data = { ...frame, ...(start === undefined ? {} : { start }) };
  const lines = [
    ...head.map((line) => `# ${line}`),
    ...Object.entries(data).map(([key, value]) => entry(key, value, 0)),
  ];
  lines.push("nodes:", ...nodeLines(nodes, 2));
  if (tasks.length > 0) lines.push("tasks:");
  for (const { key, name, description, paths, start: first, nodes: own } of tasks) {
    const said: ArchyMap = {
      ...(name === key ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(paths.length === 0 ? {} : { paths: [...paths] }),
      start: first,
    };
    lines.push(`  ${key}:`, ...Object.entries(said).map(([word, value]) => entry(word, value, 4)));
    lines.push("    nodes:", ...nodeLines(own, 6));
  }
  return `${lines.join("\n")}\n`;
}

function nodeLines(nodes: Readonly<Record<string, PrintedNode>>, indent: number): string[] {
  return Object.entries(nodes).flatMap(([id, { data, comment }]) => [
    ...(comment ? [`${" ".repeat(indent)}# ${comment}`] : []),
    entry(id, data, indent),
  ]);
}

/** `key: value` with the given indentation, on one line if it fits. */
export function entry(key: string, value: ArchyValue, indent: number): string {
  const text = stringify({ [key]: value }, { ...STYLE, collectionStyle: "flow" }).trim();
  const inner = text.slice(1, -1).trim();
  const scalar = typeof value !== "object" || value === null || Object.keys(value).length === 0;
  if (!scalar && !hasLines(value) && indent + inner.length <= WIDTH) return " ".repeat(indent) + inner;
  const document = new Document({ [key]: value });
  spread(document.contents as Node, indent);
  const block = document.toString(STYLE).trimEnd();
  return block
    .split("\n")
    .map((line) => (line === "" ? line : " ".repeat(indent) + line))
    .join("\n");
}

const STYLE = { lineWidth: 0, flowCollectionPadding: false } as const;

/** Splits a mapping that does not fit on one line, with each entry on one line if it fits. */
function spread(node: unknown, indent: number): void {
  if (isScalar(node)) {
    if (typeof node.value === "string" && node.value.includes("\n")) node.type = Scalar.BLOCK_LITERAL;
    return;
  }
  if (!isMap(node) && !isSeq(node)) return;
  for (const item of node.items) {
    const value = isPair(item) ? item.value : item;
    if (isMap(value) || isSeq(value)) {
      const data = value.toJSON() as ArchyValue;
      const key = isPair(item) ? String(isScalar(item.key) ? item.key.value : item.key) : "";
      const flow = stringify(data, { ...STYLE, collectionStyle: "flow" }).trim();
      const fits = indent + 2 + key.length + flow.length <= WIDTH && !hasLines(data);
      if (fits && value.items.length > 0) value.flow = true;
      else spread(value, indent + 2);
    } else spread(value, indent);
  }
}

function hasLines(value: ArchyValue): boolean {
  if (typeof value === "string") return value.includes("\n");
  return typeof value === "object" && value !== null && Object.values(value).some(hasLines);
}
