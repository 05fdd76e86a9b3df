import { actionOf } from "../archy/actions/index.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { EACH } from "../graph/ways.ts";

/** The nodes that the start reaches, with what is needed to lay them out as nested lists of actions. */
export interface Structure {
  /** Reverse postorder: a node comes after what dominates it. */
  readonly order: readonly NodeId[];
  /** The node through which every way to a node leads last; undefined for the start. */
  readonly idom: ReadonlyMap<NodeId, NodeId | undefined>;
  /** Number of transitions that reach a node from outside its own turns; the start has one more. */
  readonly entries: ReadonlyMap<NodeId, number>;
  /** Nodes from which a node is reached, its own turns apart. */
  readonly sources: ReadonlyMap<NodeId, ReadonlySet<NodeId>>;
  /** Loop -> the nodes of its turns. */
  readonly bodies: ReadonlyMap<NodeId, ReadonlySet<NodeId>>;
  node(id: NodeId): FlowNode;
}

/** Whether a node is a loop, by the action table. */
export function isLoop(node: FlowNode): boolean {
  return actionOf(node.kind)?.shape === "loop";
}

/** Dominators, loop bodies and joins of the part of a graph that its start reaches. */
export function structureOf(graph: FlowGraph & { readonly start: NodeId }): Structure {
  const node = (id: NodeId) => graph.nodes.get(id) as FlowNode;
  const targets = (id: NodeId) => Object.values(node(id).transitions).filter((target) => graph.nodes.has(target));
  const order = reversePostorder(graph.start, targets);
  const predecessors = new Map<NodeId, NodeId[]>(order.map((id) => [id, []]));
  for (const id of order) for (const target of targets(id)) predecessors.get(target)?.push(id);
  const idom = dominators(order, predecessors);
  const bodies = new Map<NodeId, ReadonlySet<NodeId>>();
  const dominates = dominanceTest(order, idom);
  for (const id of order) {
    const first = node(id).transitions[EACH];
    if (!isLoop(node(id)) || first === undefined || !graph.nodes.has(first)) continue;
    bodies.set(id, turnOf(id, first, predecessors, dominates));
  }
  const entries = new Map<NodeId, number>(order.map((id) => [id, id === graph.start ? 1 : 0]));
  const sources = new Map<NodeId, Set<NodeId>>(order.map((id) => [id, new Set()]));
  for (const id of order) {
    // A loop whose turns are empty leads to itself: that is a turn too.
    let own = isLoop(node(id)) && node(id).transitions[EACH] === id;
    for (const source of predecessors.get(id) ?? []) {
      if (own && source === id) {
        own = false;
        continue;
      }
      if (bodies.get(id)?.has(source)) continue;
      entries.set(id, (entries.get(id) ?? 0) + 1);
      sources.get(id)?.add(source);
    }
  }
  return { order, idom, entries, sources, bodies, node };
}

function reversePostorder(start: NodeId, targets: (id: NodeId) => NodeId[]): NodeId[] {
  const seen = new Set([start]);
  const order: NodeId[] = [];
  const stack = [{ id: start, rest: targets(start) }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const next = top.rest.pop();
    if (next === undefined) {
      order.push(top.id);
      stack.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      stack.push({ id: next, rest: targets(next) });
    }
  }
  return order.reverse();
}

/** Immediate dominators after Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm". */
function dominators(
  order: readonly NodeId[],
  predecessors: ReadonlyMap<NodeId, readonly NodeId[]>,
): Map<NodeId, NodeId | undefined> {
  const index = new Map(order.map((id, at) => [id, at]));
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
      for (const source of predecessors.get(order[at] as NodeId) ?? []) {
        const p = index.get(source) as number;
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

/** Tells whether one node is on every way to another, by the intervals of the dominator tree. */
function dominanceTest(
  order: readonly NodeId[],
  idom: ReadonlyMap<NodeId, NodeId | undefined>,
): (a: NodeId, b: NodeId) => boolean {
  const children = new Map<NodeId | undefined, NodeId[]>();
  for (const id of order) children.set(idom.get(id), [...(children.get(idom.get(id)) ?? []), id]);
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

/** The nodes of a loop's turn: what its first node dominates and what leads back to the loop from there. */
function turnOf(
  loop: NodeId,
  first: NodeId,
  predecessors: ReadonlyMap<NodeId, readonly NodeId[]>,
  dominates: (a: NodeId, b: NodeId) => boolean,
): Set<NodeId> {
  const body = new Set<NodeId>();
  if (first === loop || !dominates(loop, first)) return body;
  const stack = (predecessors.get(loop) ?? []).filter((id) => dominates(first, id));
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (body.has(id) || id === loop || !dominates(first, id)) continue;
    body.add(id);
    stack.push(...(predecessors.get(id) ?? []));
  }
  return body;
}
