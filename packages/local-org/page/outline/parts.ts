import {
  dominators,
  type FlowGraph,
  type FlowNode,
  type Incoming,
  type NodeId,
  predecessors,
} from "@genesys-flows/architect";

/** A part of a flow that is read from its top: where the flow starts, a called task, a menu, a state, what nothing leads to. */
export interface Part {
  readonly kind: "start" | "task" | "menu" | "state" | "bot" | "stray";
  /** Of a container: its name. */
  readonly name?: string;
  readonly start: NodeId;
  /** The part's own nodes; ways to other parts are left out of them. */
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  /** The nodes of the part in an order in which what comes before a node stands before it, loops aside. */
  readonly order: readonly NodeId[];
  /** For each node the one that every way to it passes last. */
  readonly dominator: ReadonlyMap<NodeId, NodeId | undefined>;
  /** Ways within the part, by where they lead. */
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

/** In the order of the ways, so that popping from the end gives the last first and the first comes first in the result. */
function targets(graph: FlowGraph, id: NodeId): NodeId[] {
  return Object.values(graph.nodes.get(id)?.transitions ?? {});
}
