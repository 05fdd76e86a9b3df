import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, getText, isMap } from "../archy/values.ts";
import type { FlowGraph, FlowNode } from "../graph/types.ts";
import type { Place } from "./place.ts";

/**
 * One value of a flow:
 *
 * - `expression`: the text of an `exp`
 * - `write`: a variable that an action sets, `{var: X}` or the `variable` of a statement or attribute
 * - `literal`: a text, number or flag within a `lit`
 */
export interface Part extends Place {
  readonly kind: "expression" | "write" | "literal";
  readonly value: string | number | boolean;
  /** What the value is for: the property, the input, or the variable that is set to it. */
  readonly purpose: string;
}

interface Waiting {
  readonly value: ArchyValue;
  readonly path: ArchyPath;
  readonly node: FlowNode | undefined;
  readonly purpose: string;
  readonly literal: boolean;
}

/** Keys that say how a value is written, not what it is for. */
const WRAPPERS = new Set(["lit", "exp", "var", "value", "initialValue", "variable"]);

/** The values of a document, with their paths. */
export function partsOfDocument(document: ArchyDocument, nodes: ReadonlyMap<ArchyMap, FlowNode>): Part[] {
  return walk([{ ...start, value: document.body, path: [document.flowType] }], nodes);
}

/** The values of a graph: those of its nodes, then of its frame and variables. */
export function partsOfGraph(graph: FlowGraph): Part[] {
  const waiting: Waiting[] = [];
  for (const node of graph.nodes.values()) waiting.push({ ...start, value: node.properties, node });
  const variables = [...graph.variables, ...graph.containers.flatMap((container) => container.variables)];
  for (const { name, initialValue } of variables) waiting.push({ ...start, value: initialValue, purpose: name });
  const { onFault } = graph;
  for (const value of [graph.settings, onFault?.say, onFault?.then]) if (value) waiting.push({ ...start, value });
  return walk(waiting, new Map());
}

const start = { path: [], node: undefined, purpose: "", literal: false };

function walk(from: readonly Waiting[], nodes: ReadonlyMap<ArchyMap, FlowNode>): Part[] {
  const found: Part[] = [];
  const stack = [...from].reverse();
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { value, path, purpose, literal } = top;
    const node = (isMap(value) && nodes.get(value)) || top.node;
    const at = { path, ...(node ? { node } : {}), purpose };
    if (literal && typeof value !== "object") found.push({ kind: "literal", value, ...at });
    const next: Waiting[] = [];
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        next.push({ value: item, path: [...path, index], node, purpose, literal });
      }
    } else if (isMap(value)) {
      const named = getText(value, "variable") ?? attributeName(value);
      for (const key of Object.keys(value)) {
        const child = value[key] as ArchyValue;
        const inner = { path: [...path, key], ...(node ? { node } : {}) };
        const about = WRAPPERS.has(key) ? (named ?? purpose) : key;
        const kind = typeof child === "string" ? (literal && key !== "exp" ? undefined : kinds[key]) : undefined;
        if (kind) found.push({ kind, value: child as string, ...inner, purpose: about });
        else next.push({ value: child, path: inner.path, node, purpose: about, literal: literal || key === "lit" });
      }
    }
    for (let i = next.length - 1; i >= 0; i--) stack.push(next[i] as Waiting);
  }
  return found;
}

const kinds: Readonly<Record<string, Part["kind"]>> = {
  exp: "expression",
  var: "write",
  variable: "write",
  outcomeVariable: "write",
};

/** The name of an attribute, `{name: {lit: k}, value: ...}`, or of a declared variable. */
function attributeName(value: ArchyMap): string | undefined {
  const name = get(value, "name");
  return typeof name === "string" ? ("initialValue" in value ? name : undefined) : getText(name, "lit");
}
