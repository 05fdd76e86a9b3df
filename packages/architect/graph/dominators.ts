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

/** Dominators by the iteration of Cooper, Harvey and Kennedy, below a root that is over all entries. */
function tree(entries: readonly NodeId[], next: (id: NodeId) => readonly NodeId[]): DominatorTree {
  const order = postorder(entries, next);
  const number = new Map(order.map((id, index) => [id, index]));
  const root = order.length;
  const incoming: number[][] = order.map(() => []);
  for (const id of order) {
    for (const target of next(id)) incoming[number.get(target) as number]?.push(number.get(id) as number);
  }
  for (const id of entries) incoming[number.get(id) as number]?.push(root);
  const above: (number | undefined)[] = order.map(() => undefined);
  above[root] = root;
  const meet = (left: number, right: number): number => {
    let [a, b] = [left, right];
    while (a !== b) {
      while (a < b) a = above[a] as number;
      while (b < a) b = above[b] as number;
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let index = order.length - 1; index >= 0; index--) {
      const known = (incoming[index] ?? []).filter((from) => above[from] !== undefined);
      const found = known.slice(1).reduce((a, b) => meet(a, b), known[0] as number);
      if (found !== above[index]) {
        above[index] = found;
        changed = true;
      }
    }
  }
  return new Map(order.map((id, index) => [id, above[index] === root ? undefined : order[above[index] as number]]));
}

function postorder(entries: readonly NodeId[], next: (id: NodeId) => readonly NodeId[]): NodeId[] {
  const order: NodeId[] = [];
  const seen = new Set<NodeId>();
  for (const entry of entries) {
    if (seen.has(entry)) continue;
    seen.add(entry);
    const stack: { id: NodeId; rest: NodeId[] }[] = [{ id: entry, rest: [...next(entry)] }];
    for (let top = stack[stack.length - 1]; top; top = stack[stack.length - 1]) {
      const target = top.rest.shift();
      if (target === undefined) {
        order.push(top.id);
        stack.pop();
      } else if (!seen.has(target)) {
        seen.add(target);
        stack.push({ id: target, rest: [...next(target)] });
      }
    }
  }
  return order;
}
