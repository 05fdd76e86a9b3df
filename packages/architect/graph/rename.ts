import type { Location } from "../diagnostic.ts";
import type { FlowGraph, FlowNode, NodeId } from "./types.ts";

/** The id that a node gets, and its place in a source file. */
export interface NodeOrigin {
  readonly id: NodeId;
  readonly location?: Location;
}

/**
 * A graph with other ids and places for its nodes. A node without an origin keeps both; so does one whose new id is taken.
 * The layout of a lifted graph, which names its nodes, is left out.
 */
export function withOrigins(graph: FlowGraph, originOf: (node: FlowNode) => NodeOrigin | undefined): FlowGraph {
  const { layout: _layout, ...rest } = graph;
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
    let now = origins.get(id)?.id ?? id;
    if (!origins.has(id)) for (let n = 2; taken.has(now); n++) now = `${id}-${n}`;
    taken.add(now);
    ids.set(id, now);
  }
  const idOf = (id: NodeId): NodeId => ids.get(id) ?? id;
  const started = <T extends { readonly start?: NodeId }>(part: T): T =>
    part.start === undefined ? part : { ...part, start: idOf(part.start) };
  const nodes = [...graph.nodes.values()].map((node): [NodeId, FlowNode] => {
    const { location } = origins.get(node.id) ?? {};
    const transitions = Object.entries(node.transitions).map(([name, to]) => [name, idOf(to)] as const);
    const id = idOf(node.id);
    return [
      id,
      {
        ...node,
        id,
        ...(node.unnamed && { name: id }),
        transitions: Object.fromEntries(transitions),
        ...(location && { location }),
      },
    ];
  });
  return started({ ...rest, nodes: new Map(nodes), containers: graph.containers.map(started) });
}
