import type { Location } from "../diagnostic.ts";
import { freeName } from "../name-map.ts";
import type { FlowGraph, FlowNode, NodeId } from "./types.ts";

/** The new id of a node, and its location in a source file. */
export interface NodeOrigin {
  readonly id: NodeId;
  readonly location?: Location;
}

/**
 * A graph with new ids and locations for its nodes. A node keeps its id and location if it has no origin or if its new
 * id is already used. The layout of a lifted graph is omitted, because it refers to nodes by id.
 */
export function withOrigins(graph: FlowGraph, originOf: (node: FlowNode) => NodeOrigin | undefined): FlowGraph {
  const origins = new Map<NodeId, NodeOrigin>();
  const taken = new Set<NodeId>();
  for (const node of graph.nodes.values()) {
    const origin = originOf(node);
    if (!origin || taken.has(origin.id)) continue;
    origins.set(node.id, origin);
    taken.add(origin.id);
  }
  const ids = new Map<NodeId, NodeId>();
  for (const id of graph.nodes.keys()) {
    const now = origins.get(id)?.id ?? freeName(id, (name) => taken.has(name));
    taken.add(now);
    ids.set(id, now);
  }
  const idOf = (id: NodeId): NodeId => ids.get(id) ?? id;
  const started = <T extends { readonly start?: NodeId }>(part: T): T =>
    part.start === undefined ? part : { ...part, start: idOf(part.start) };
  const nodes = [...graph.nodes.values()].map((node): [NodeId, FlowNode] => {
    const { location } = origins.get(node.id) ?? {};
    const id = idOf(node.id);
    const transitions = retargeted(node.transitions, idOf);
    return [id, changed(node, { id, ...(node.unnamed && { name: id }), transitions, ...(location && { location }) })];
  });
  const start = graph.start === undefined ? {} : { start: idOf(graph.start) };
  const containers = graph.containers.map(started);
  return changed(graph, { nodes: new Map(nodes), containers, ...start }, { without: "layout" });
}

/**
 * A copy with changes. A location that is computed lazily remains lazy, because computing it requires parsing the text
 * again.
 */
function changed<T extends object>(of: T, changes: Partial<T>, o: { readonly without?: keyof T } = {}): T {
  const own = { ...Object.getOwnPropertyDescriptors(of), ...Object.getOwnPropertyDescriptors(changes) };
  if (o.without !== undefined) delete own[o.without];
  return Object.defineProperties({} as T, own);
}

/** Transitions with replaced targets. */
export function retargeted(
  transitions: FlowNode["transitions"],
  to: (target: NodeId) => NodeId,
): FlowNode["transitions"] {
  return Object.fromEntries(Object.entries(transitions).map(([transition, target]) => [transition, to(target)]));
}
