import { actionOf } from "../archy/actions/index.ts";
import { dominanceTest, dominatorsOf, NOWHERE, reversePostorder } from "../graph/dominators.ts";
import { EACH } from "../graph/output-paths.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";

/**
 * The nodes reachable from the entries, with the data that is needed to lay out the nodes as nested lists of actions.
 */
export interface Structure {
  /** Reverse postorder: a node comes after its dominators. */
  readonly order: readonly NodeId[];
  /** The immediate dominator of a node; undefined for an entry and for a node that several entries reach. */
  readonly idom: ReadonlyMap<NodeId, NodeId | undefined>;
  /** Number of transitions to a node from outside its loop body, plus one if the node is an entry. */
  readonly entries: ReadonlyMap<NodeId, number>;
  /** Predecessors of a node outside its loop body. */
  readonly sources: ReadonlyMap<NodeId, ReadonlySet<NodeId>>;
  readonly bodies: ReadonlyMap<NodeId, ReadonlySet<NodeId>>;
  node(id: NodeId): FlowNode;
}

export function isLoop(node: FlowNode): boolean {
  return actionOf(node.kind)?.shape === "loop";
}

export interface StructureOptions {
  /** Entry points: the start, and the first nodes of parts. */
  readonly entries: readonly NodeId[];
  /** The unreachable nodes that follow a node in its list and under its output paths. */
  readonly standsBehind: (id: NodeId) => readonly NodeId[];
  /** The unreachable node in the body of a loop. */
  readonly standsInTurn: (loop: NodeId) => NodeId | undefined;
}

/** Computes dominators, loop bodies and joins for the nodes reachable from the entries. */
export function structureOf(graph: Pick<FlowGraph, "nodes">, o: StructureOptions): Structure {
  const node = (id: NodeId) => graph.nodes.get(id) as FlowNode;
  const entering = new Set(o.entries);
  const targets = (id: NodeId) => {
    if (id === NOWHERE) return [...entering];
    return [...Object.values(node(id).transitions).filter((to) => graph.nodes.has(to)), ...o.standsBehind(id)];
  };
  const all = reversePostorder(NOWHERE, targets);
  const predecessors = new Map<NodeId, NodeId[]>(all.map((id) => [id, []]));
  for (const id of all) for (const target of targets(id)) predecessors.get(target)?.push(id);
  const idom = dominatorsOf(all, predecessors);
  const order = all.slice(1);
  const bodies = bodiesOf(order, node, predecessors, dominanceTest(all, idom), o.standsInTurn);
  const entries = new Map<NodeId, number>(order.map((id) => [id, entering.has(id) ? 1 : 0]));
  const sources = new Map<NodeId, Set<NodeId>>(order.map((id) => [id, new Set()]));
  for (const id of order) {
    // A loop with an empty body has a transition to itself, which also counts as an iteration.
    let own = isLoop(node(id)) && node(id).transitions[EACH] === id;
    for (const source of predecessors.get(id) ?? []) {
      if (source === NOWHERE) continue;
      if (own && source === id) {
        own = false;
        continue;
      }
      if (bodies.get(id)?.has(source)) continue;
      entries.set(id, (entries.get(id) ?? 0) + 1);
      sources.get(id)?.add(source);
    }
  }
  for (const id of order) if (idom.get(id) === NOWHERE) idom.set(id, undefined);
  return { order, idom, entries, sources, bodies, node };
}

/**
 * The nodes of each loop's body. They lead back to the loop, and the body's first node or an unreachable node in the
 * body dominates them.
 */
function bodiesOf(
  order: readonly NodeId[],
  node: (id: NodeId) => FlowNode,
  predecessors: ReadonlyMap<NodeId, readonly NodeId[]>,
  dominates: (a: NodeId, b: NodeId) => boolean,
  stray: StructureOptions["standsInTurn"],
): Map<NodeId, Set<NodeId>> {
  const bodies = new Map<NodeId, Set<NodeId>>();
  for (const loop of order) {
    if (!isLoop(node(loop))) continue;
    const body = new Set<NodeId>();
    const heads = [node(loop).transitions[EACH], stray(loop)].filter(
      (head): head is NodeId => head !== undefined && head !== loop && predecessors.has(head) && dominates(loop, head),
    );
    const isWithin = (id: NodeId) => heads.some((head) => dominates(head, id));
    const stack = heads.length === 0 ? [] : (predecessors.get(loop) ?? []).filter(isWithin);
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (body.has(id) || id === loop || !isWithin(id)) continue;
      body.add(id);
      stack.push(...(predecessors.get(id) ?? []));
    }
    bodies.set(loop, body);
  }
  return bodies;
}
