import { dominatorsOf, NOWHERE, reversePostorder } from "./dominance.ts";
import { roots, successors } from "./reach.ts";
import type { FlowGraph, NodeId } from "./types.ts";
import { waysOf } from "./ways.ts";

/** For each node that can be reached the node that every way to it passes last; undefined for where control enters. */
export type DominatorTree = ReadonlyMap<NodeId, NodeId | undefined>;

/** Immediate dominators, seen from the start and the other places where control enters. */
export function dominators(graph: FlowGraph): DominatorTree {
  return tree(roots(graph), (id) => successors(graph, id));
}

/**
 * Immediate post-dominators: for each node from which the flow can end, the node that every way to an end passes
 * first; undefined when there is none. A way on after which nothing follows is an end.
 */
export function postDominators(graph: FlowGraph): DominatorTree {
  const back = new Map<NodeId, NodeId[]>();
  const ends: NodeId[] = [];
  for (const node of graph.nodes.values()) {
    const ways = waysOf(node);
    if (ways.length === 0 || ways.some((way) => !Object.hasOwn(node.transitions, way))) ends.push(node.id);
    for (const target of successors(graph, node.id)) {
      if (graph.nodes.has(target)) back.set(target, [...(back.get(target) ?? []), node.id]);
    }
  }
  return tree(ends, (id) => back.get(id) ?? []);
}

/** Dominators below a root that is over all entries. */
function tree(entries: readonly NodeId[], next: (id: NodeId) => readonly NodeId[]): DominatorTree {
  const targets = (id: NodeId): readonly NodeId[] => (id === NOWHERE ? entries : next(id));
  const order = reversePostorder(NOWHERE, targets);
  const predecessors = new Map<NodeId, NodeId[]>(order.map((id) => [id, []]));
  for (const id of order) for (const target of targets(id)) predecessors.get(target)?.push(id);
  const above = dominatorsOf(order, predecessors);
  above.delete(NOWHERE);
  return new Map([...above].map(([id, over]) => [id, over === NOWHERE ? undefined : over]));
}
