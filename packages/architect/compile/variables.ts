import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import type { FlowGraph, FlowNode, FlowVariable, NodeId } from "../graph/types.ts";
import type { Channel } from "./channel.ts";
import type { Parts } from "./place.ts";

/** A graph in which every local variable belongs to one part, and which variables those are. */
export interface Localized {
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  /** Variables of the flow. */
  readonly flow: readonly FlowVariable[];
  /** Root of a part -> its own variables. */
  readonly local: ReadonlyMap<NodeId, readonly FlowVariable[]>;
}

const NAME = /\b(Flow|Task|State|Common|Slot)\.([A-Za-z][A-Za-z0-9_]*)/gi;
const TEXTS = /"(?:[^"\\]|\\.)*"/g;

/**
 * Gives each local variable (`Task.`, `State.`) to the part that uses it. One that nodes of several parts use becomes a
 * variable of the flow; where the flow has one of that name already, that is an error (design §4, "Compile").
 */
export function localize(graph: FlowGraph, parts: Parts, channel: Channel, sink: DiagnosticSink): Localized {
  const scope = `${channel.localScope.toLowerCase()}.`;
  const users = new Map<string, Set<NodeId>>();
  for (const node of graph.nodes.values()) {
    for (const name of namesIn(node.properties)) {
      if (!name.startsWith(scope)) continue;
      users.set(name, (users.get(name) ?? new Set()).add(parts.partOf(node.id)));
    }
  }
  const taken = new Set(graph.variables.map((variable) => variable.name.toLowerCase()));
  const renamed = new Map<string, string>();
  const flow: FlowVariable[] = [];
  const local = new Map<NodeId, FlowVariable[]>();
  for (const variable of graph.variables) {
    const key = variable.name.toLowerCase();
    if (!key.startsWith(scope)) {
      flow.push(variable);
      continue;
    }
    const at = [...(users.get(key) ?? [])];
    if (at.length < 2) {
      const root = at[0] ?? (parts.roots[0] as NodeId);
      local.set(root, [...(local.get(root) ?? []), variable]);
      continue;
    }
    const name = `Flow.${variable.name.slice(scope.length)}`;
    if (taken.has(name.toLowerCase())) clash(variable.name, name, at, graph, sink);
    renamed.set(key, name);
    flow.push({ ...variable, name });
  }
  if (renamed.size === 0) return { nodes: graph.nodes, flow, local };
  const nodes = new Map<NodeId, FlowNode>();
  for (const [id, node] of graph.nodes) {
    nodes.set(id, { ...node, properties: rename(node.properties, renamed) as ArchyMap });
  }
  return { nodes, flow, local };
}

function clash(name: string, wanted: string, at: readonly NodeId[], graph: FlowGraph, sink: DiagnosticSink): void {
  sink.error("variable-clash", `'${name}' is used in several tasks and would become '${wanted}', which exists.`, {
    location: graph.nodes.get(at[1] as NodeId)?.location ?? graph.location,
    node: at[1],
    hint: "Give one of the two another name.",
  });
}

/** Names of variables in Archy properties, in lower case. */
function namesIn(value: ArchyValue): Set<string> {
  const found = new Set<string>();
  const walk = (inner: ArchyValue, key: string) => {
    if (Array.isArray(inner)) for (const item of inner) walk(item, key);
    else if (typeof inner === "object" && inner !== null) for (const [k, v] of Object.entries(inner)) walk(v, k);
    else if (typeof inner === "string" && holdsVariable(key)) {
      for (const [match] of inner.replace(TEXTS, '""').matchAll(NAME)) found.add(match.toLowerCase());
    }
  };
  walk(value, "");
  return found;
}

function holdsVariable(key: string): boolean {
  return key === "exp" || key === "var" || key === "variable" || key === "outcomeVariable";
}

function rename(value: ArchyValue, names: ReadonlyMap<string, string>, key = ""): ArchyValue {
  if (Array.isArray(value)) return value.map((item) => rename(item, names, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, rename(v, names, k)]));
  }
  if (typeof value !== "string" || !holdsVariable(key)) return value;
  const swap = (text: string) => text.replace(NAME, (match) => names.get(match.toLowerCase()) ?? match);
  let last = 0;
  let result = "";
  for (const text of value.matchAll(TEXTS)) {
    result += swap(value.slice(last, text.index)) + text[0];
    last = text.index + text[0].length;
  }
  return result + swap(value.slice(last));
}
