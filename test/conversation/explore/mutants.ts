import { type ArchyMap, type ArchyValue, type FlowNode, isMap } from "@genesys-flows/architect";
import type { RunnableFlow } from "@genesys-flows/conversation";

/** A flow with one edit. */
export interface Mutant {
  readonly what: string;
  readonly node: FlowNode;
  /** The variable that an output is no longer bound to. */
  readonly unbound?: string;
  readonly flow: RunnableFlow;
}

/** Every single-edit mutant of a flow: each edit that a hurried person or a merge may make. */
export function mutantsOf(flow: RunnableFlow): Mutant[] {
  return [...flow.graph.nodes.values()].flatMap((node) => [
    ...swaps(flow, node),
    ...drops(flow, node),
    ...edits(node.properties).map(({ value: properties, ...edit }) => ({
      ...mutant(flow, node, edit.what, { ...node, properties }),
      ...(edit.unbound !== undefined && { unbound: edit.unbound }),
    })),
  ]);
}

function mutant(flow: RunnableFlow, node: FlowNode, what: string, changed: FlowNode): Mutant {
  return withNodes(flow, node, what, new Map(flow.graph.nodes).set(node.id, changed));
}

function withNodes(flow: RunnableFlow, node: FlowNode, what: string, nodes: Map<string, FlowNode>): Mutant {
  return { what: `${node.id}: ${what}`, node, flow: { ...flow, graph: { ...flow.graph, nodes } } };
}

/** The keys of two choices of a menu, or two transitions of another node, lead to each other's nodes. */
function swaps(flow: RunnableFlow, node: FlowNode): Mutant[] {
  const [first, ...others] = Object.entries(node.transitions);
  if (!first) return [];
  return others.flatMap(([path, to]) => {
    if (to === first[1]) return [];
    const [one, other] = [first[1], to].map((id) => flow.graph.nodes.get(id));
    if (one?.kind.startsWith("menu") && other?.kind.startsWith("menu")) {
      const nodes = new Map(flow.graph.nodes).set(one.id, withKeysOf(one, other)).set(other.id, withKeysOf(other, one));
      return [withNodes(flow, node, `${first[0]} and ${path} swapped`, nodes)];
    }
    const transitions = { ...node.transitions, [first[0]]: to, [path]: first[1] };
    return [mutant(flow, node, `${first[0]} and ${path} swapped`, { ...node, transitions })];
  });
}

/** A choice of a menu with the keys and words of another one. */
function withKeysOf(choice: FlowNode, other: FlowNode): FlowNode {
  const keys = ["dtmf", "speechRecTerms"].flatMap((name) =>
    Object.entries(other.properties).filter(([key]) => key === name),
  );
  return { ...choice, properties: { ...choice.properties, ...Object.fromEntries(keys) } };
}

/** What leads to the node leads to what follows it. */
function drops(flow: RunnableFlow, node: FlowNode): Mutant[] {
  const [next] = Object.values(node.transitions);
  if (next === undefined || next === node.id || node.id === flow.graph.start) return [];
  const nodes = new Map<string, FlowNode>();
  for (const one of flow.graph.nodes.values()) {
    const entries = Object.entries(one.transitions).map(([path, to]) => [path, to === node.id ? next : to] as const);
    nodes.set(one.id, { ...one, transitions: Object.fromEntries(entries) });
  }
  return [withNodes(flow, node, "dropped", nodes)];
}

interface Edit<Value> {
  readonly what: string;
  readonly value: Value;
  /** The variable that an output is no longer bound to. */
  readonly unbound?: string;
}

/** Edits of one value: a text that is heard, a literal or an operator of an expression, a queue, a binding of an output. */
function edits(properties: ArchyMap): Edit<ArchyMap>[] {
  return Object.entries(properties).flatMap(([key, value]) => [
    ...unbound(key, value, properties),
    ...changed(key, value).map((edit) => ({ ...edit, value: { ...properties, [key]: edit.value } })),
  ]);
}

function unbound(key: string, value: ArchyValue, properties: ArchyMap): Edit<ArchyMap>[] {
  const variable = isMap(value) ? value["var"] : undefined;
  if (typeof variable !== "string") return [];
  const others = Object.fromEntries(Object.entries(properties).filter(([one]) => one !== key));
  return [{ what: `${key} not bound`, value: others, unbound: variable }];
}

function changed(key: string, value: ArchyValue): Edit<ArchyValue>[] {
  if (key === "exp" && typeof value === "string") return expressionEdits(value);
  if (key === "tts" && typeof value === "string")
    return [
      { what: "a word left out", value: shortened(value) },
      { what: "words added", value: `${value} And more.` },
    ];
  if (key === "targetQueue") return [{ what: "another queue", value: { lit: { name: "Another queue" } } }];
  if (isMap(value)) return edits(value);
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, at) =>
    isMap(item) ? edits(item).map((edit) => ({ ...edit, value: value.with(at, edit.value) })) : [],
  );
}

/** A text without its last word. */
const shortened = (text: string) => text.trim().replace(/\s*\S+$/, "") || "Something else.";

function expressionEdits(text: string): Edit<string>[] {
  const edit = (from: RegExp, to: (found: string) => string) => {
    const other = text.replace(from, to);
    return other === text ? [] : [{ what: `${text} is ${other}`, value: other }];
  };
  return [
    ...edit(/"([^"]+)"/, (found) => `${found.slice(0, -1)}x"`),
    ...edit(/(?<![\w."])\d+(?![\w."])/, (found) => String(Number(found) + 1)),
    ...edit(/==/, () => "!="),
    ...edit(/\b(true|false)\b/, (found) => (found === "true" ? "false" : "true")),
  ];
}
