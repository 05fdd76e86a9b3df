import {
  dominators,
  type FlowGraph,
  type FlowNode,
  type Incoming,
  type NodeId,
  predecessors,
} from "@genesys-flows/architect";

/** A part of a flow that is read from its start: the flow's start, a called task, a menu, a state, or unreachable nodes. */
export interface Part {
  readonly kind: "start" | "task" | "menu" | "state" | "bot" | "stray";
  /** Name of a container. */
  readonly name?: string;
  readonly start: NodeId;
  /** The part's own nodes, without transitions to other parts. */
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  /** The nodes of the part in topological order, without regard to loops. */
  readonly order: readonly NodeId[];
  /** The immediate dominator of each node: the last node that every path to it passes. */
  readonly dominator: ReadonlyMap<NodeId, NodeId | undefined>;
  /** Edges within the part, by their target. */
  readonly incoming: ReadonlyMap<NodeId, readonly Incoming[]>;
}

/** Divides a flow into parts; each node is in exactly one. */
export function partsOf(graph: FlowGraph): Part[] {
  const containers = graph.containers.flatMap(({ kind, name, start }) =>
    start === undefined ? [] : [{ kind, name, start }],
  );
  const starts = new Set([
    ...(graph.start === undefined ? [] : [graph.start]),
    ...containers.map(({ start }) => start),
  ]);
  const owned = new Set<NodeId>();
  const parts: Part[] = [];
  const add = (of: Pick<Part, "kind" | "name" | "start">): void => {
    if (owned.has(of.start) || !graph.nodes.has(of.start)) return;
    const part = partFrom(graph, of, (id) => id === of.start || (!owned.has(id) && !starts.has(id)));
    for (const id of part.order) owned.add(id);
    parts.push(part);
  };
  if (graph.start !== undefined) add({ kind: "start", start: graph.start });
  for (const container of containers) add(container);
  for (const start of graph.nodes.keys()) add({ kind: "stray", start });
  return parts;
}

function partFrom(graph: FlowGraph, of: Pick<Part, "kind" | "name" | "start">, mayHold: (id: NodeId) => boolean): Part {
  const order = reversePostOrder(graph, of.start, mayHold);
  const inside = new Set(order);
  const nodes = new Map(
    order.map((id) => {
      const node = graph.nodes.get(id) as FlowNode;
      const transitions = Object.fromEntries(Object.entries(node.transitions).filter(([, to]) => inside.has(to)));
      return [id, { ...node, transitions }];
    }),
  );
  const own: FlowGraph = { ...graph, start: of.start, nodes, containers: [] };
  return { ...of, nodes, order, dominator: dominators(own), incoming: predecessors(own) };
}

function reversePostOrder(graph: FlowGraph, start: NodeId, mayHold: (id: NodeId) => boolean): NodeId[] {
  const seen = new Set([start]);
  const done: NodeId[] = [];
  const waiting = [{ id: start, next: targets(graph, start) }];
  for (let top = waiting.at(-1); top; top = waiting.at(-1)) {
    const target = top.next.pop();
    if (target === undefined) {
      done.push(top.id);
      waiting.pop();
    } else if (!seen.has(target) && graph.nodes.has(target) && mayHold(target)) {
      seen.add(target);
      waiting.push({ id: target, next: targets(graph, target) });
    }
  }
  return done.reverse();
}

/** In the order of the transitions: the last is popped first, so the first comes first in the result. */
function targets(graph: FlowGraph, id: NodeId): NodeId[] {
  return Object.values(graph.nodes.get(id)?.transitions ?? {});
}
