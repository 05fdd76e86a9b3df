import { roots, successors } from "./reach.ts";
import type { FlowGraph, NodeId } from "./types.ts";

/**
 * For each reachable node, its immediate dominator: the last node before it that is on every path to it. Undefined for
 * entry points.
 */
export type DominatorTree = ReadonlyMap<NodeId, NodeId | undefined>;

/** Immediate dominators, computed from the start and the other entry points. */
export function dominators(graph: FlowGraph): DominatorTree {
  return dominatorTree(roots(graph), (id) => successors(graph, id));
}

/** Immediate dominators, computed from the entry points. */
export function dominatorTree(entries: readonly NodeId[], next: (id: NodeId) => readonly NodeId[]): DominatorTree {
  const targets = (id: NodeId): readonly NodeId[] => (id === NOWHERE ? entries : next(id));
  const order = reversePostorder(NOWHERE, targets);
  const predecessors = new Map<NodeId, NodeId[]>(order.map((id) => [id, []]));
  for (const id of order) for (const target of targets(id)) predecessors.get(target)?.push(id);
  const above = dominatorsOf(order, predecessors);
  above.delete(NOWHERE);
  return new Map([...above].map(([id, over]) => [id, over === NOWHERE ? undefined : over]));
}

/** A virtual entry point outside the graph. No node has this id. */
export const NOWHERE: NodeId = "";

/** The nodes reachable from a start, beginning with the start. Every node is listed after its dominators. */
export function reversePostorder(start: NodeId, targets: (id: NodeId) => readonly NodeId[]): NodeId[] {
  const seen = new Set([start]);
  const order: NodeId[] = [];
  const stack = [{ id: start, rest: [...targets(start)] }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const next = top.rest.pop();
    if (next === undefined) {
      order.push(top.id);
      stack.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      stack.push({ id: next, rest: [...targets(next)] });
    }
  }
  return order.reverse();
}

/**
 * Immediate dominators of nodes in reverse postorder, after Cooper, Harvey and Kennedy, "A Simple, Fast Dominance
 * Algorithm". The first node has no dominator.
 */
export function dominatorsOf(
  order: readonly NodeId[],
  predecessors: ReadonlyMap<NodeId, readonly NodeId[]>,
): Map<NodeId, NodeId | undefined> {
  const index = new Map(order.map((id, at) => [id, at]));
  const before = order.map((id) => (predecessors.get(id) ?? []).map((source) => index.get(source) as number));
  const idom: (number | undefined)[] = [0];
  const meet = (a: number, b: number): number => {
    let [x, y] = [a, b];
    while (x !== y) {
      while (x > y) x = idom[x] as number;
      while (y > x) y = idom[y] as number;
    }
    return x;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = 1; at < order.length; at++) {
      let found: number | undefined;
      for (const p of before[at] as number[]) {
        if (idom[p] !== undefined) found = found === undefined ? p : meet(found, p);
      }
      if (idom[at] !== found) {
        idom[at] = found;
        changed = true;
      }
    }
  }
  return new Map(order.map((id, at) => [id, at === 0 ? undefined : order[idom[at] as number]]));
}

/** Returns whether one node is on every path to another, by the intervals of the dominator tree. */
export function dominanceTest(
  order: readonly NodeId[],
  idom: ReadonlyMap<NodeId, NodeId | undefined>,
): (a: NodeId, b: NodeId) => boolean {
  const children = new Map<NodeId, NodeId[]>(order.map((id) => [id, []]));
  for (const id of order) {
    const above = idom.get(id);
    if (above !== undefined) children.get(above)?.push(id);
  }
  const first = new Map<NodeId, number>();
  const last = new Map<NodeId, number>();
  let clock = 0;
  const stack: { id: NodeId; leave: boolean }[] = [{ id: order[0] as NodeId, leave: false }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (top.leave) {
      last.set(top.id, clock);
      continue;
    }
    first.set(top.id, clock++);
    stack.push({ id: top.id, leave: true });
    for (const child of children.get(top.id) ?? []) stack.push({ id: child, leave: false });
  }
  return (a, b) => {
    const at = first.get(b) as number;
    return (first.get(a) as number) <= at && at < (last.get(a) as number);
  };
}
