import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, getText, isMap } from "../archy/values.ts";
import { walk } from "../archy/visit.ts";
import type { FlowGraph, FlowNode } from "../graph/types.ts";
import type { Place } from "./place.ts";

/**
 * One value of a flow:
 *
 * - `expression`: the text of an `exp`
 * - `write`: a variable that an action sets, `{var: X}` or the `variable` of a statement or attribute
 * - `literal`: a string, number or boolean within a `lit`
 */
export interface Part extends Place {
  readonly kind: "expression" | "write" | "literal";
  readonly value: string | number | boolean;
  /** The purpose of the value: the property, input or variable that has the value. */
  readonly purpose: string;
}

interface Waiting {
  readonly value: ArchyValue;
  readonly path: ArchyPath;
  readonly node: FlowNode | undefined;
  readonly purpose: string;
  readonly literal: boolean;
}

/** Keys that are only notation and do not name the purpose of a value. */
const WRAPPERS = new Set(["lit", "exp", "var", "value", "initialValue", "variable"]);

export function partsOfDocument(document: ArchyDocument, nodes: ReadonlyMap<ArchyMap, FlowNode>): Part[] {
  return partsIn([{ ...start, value: document.body, path: [document.flowType] }], nodes);
}

/** The values in a graph: first the values in its nodes, then the values in its frame and variables. */
export function partsOfGraph(graph: FlowGraph): Part[] {
  const { onFault } = graph;
  const variables = [...graph.variables, ...graph.containers.flatMap((container) => container.variables)];
  const frame = [graph.settings, onFault?.say, onFault?.then].filter((value) => value !== undefined);
  const waiting: Waiting[] = [
    ...[...graph.nodes.values()].map((node) => ({ ...start, value: node.properties, node })),
    ...variables.map(({ name, initialValue }) => ({ ...start, value: initialValue, purpose: name })),
    ...frame.map((value) => ({ ...start, value })),
  ];
  return partsIn(waiting, new Map());
}

const start = { path: [], node: undefined, purpose: "", literal: false };

function partsIn(from: readonly Waiting[], nodes: ReadonlyMap<ArchyMap, FlowNode>): Part[] {
  const found: Part[] = [];
  walk(from, ({ value, path, purpose, literal, node: around }) => {
    const node = (isMap(value) && nodes.get(value)) || around;
    const at = { path, ...(node && { node }), purpose };
    if (literal && typeof value !== "object") found.push({ kind: "literal", value, ...at });
    if (Array.isArray(value)) {
      return value.map((item, index): Waiting => ({ value: item, path: [...path, index], node, purpose, literal }));
    }
    if (!isMap(value)) return [];
    const named = getText(value, "variable") ?? attributeName(value);
    return Object.entries(value).flatMap(([key, child]): readonly Waiting[] => {
      const inner = { path: [...path, key], purpose: WRAPPERS.has(key) ? (named ?? purpose) : key };
      const kind = literal && key !== "exp" ? undefined : kinds[key];
      if (kind === undefined || typeof child !== "string") {
        return [{ value: child, ...inner, node, literal: literal || key === "lit" }];
      }
      found.push({ kind, value: child, ...inner, ...(node && { node }) });
      return [];
    });
  });
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
