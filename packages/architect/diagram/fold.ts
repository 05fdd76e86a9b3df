import { dominatorTree, NOWHERE, reversePostorder } from "../graph/dominators.ts";
import { roots, successors } from "../graph/reach.ts";
import { retargeted } from "../graph/rename.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { flowDiagram } from "./flow-diagram.ts";
import { type DiagramLimits, fits, GITHUB_LIMITS } from "./mermaid.ts";

/** Initial node budget when a flow must be folded. */
const FIRST_BUDGET = 300;

/**
 * A flow as a Mermaid flow chart within the limits of a renderer. This is the result of `flowDiagram` unless it is too
 * large. In that case, each branch that is far from the start of the flow or of a task is folded into one node.
 */
export function boundedFlowDiagram(graph: FlowGraph, limits: DiagramLimits = GITHUB_LIMITS): string {
  const whole = flowDiagram(graph);
  if (fits(whole, limits)) return whole;
  for (let budget = FIRST_BUDGET; budget > 1; budget = Math.floor(budget * 0.7)) {
    const diagram = flowDiagram(foldGraph(graph, budget));
    if (fits(diagram, limits)) return diagram;
  }
  return flowDiagram(foldGraph(graph, 1));
}

/**
 * A graph of at most `budget` nodes, and at least one per entry point. A node may represent itself and all nodes that
 * are reachable only through it. The label of such a node shows how many nodes it represents.
 */
export function foldGraph(graph: FlowGraph, budget: number): FlowGraph {
  const branches = branchesOf(graph);
  const shown = new Map<NodeId, NodeId>();
  const open = new Set<NodeId>();
  let count = branches.tops.length;
  const waiting = [...branches.tops];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const children = branches.children.get(id) ?? [];
    if (count + children.length > budget) continue;
    open.add(id);
    count += children.length;
    waiting.push(...children);
  }
  const nodes = new Map<NodeId, FlowNode>();
  const heads = [...branches.tops];
  for (let id = heads.pop(); id !== undefined; id = heads.pop()) {
    if (open.has(id)) {
      shown.set(id, id);
      heads.push(...(branches.children.get(id) ?? []));
    } else for (const inner of branches.all(id)) shown.set(inner, id);
  }
  for (const id of graph.nodes.keys()) {
    if (shown.get(id) !== id) continue;
    const node = graph.nodes.get(id) as FlowNode;
    nodes.set(id, open.has(id) ? withTargets(node, shown) : folded(node, branches.all(id), graph, shown));
  }
  return { ...graph, nodes };
}

interface Branches {
  /** Nodes that no other node dominates. */
  readonly tops: readonly NodeId[];
  /** The nodes that a node immediately dominates. */
  readonly children: ReadonlyMap<NodeId, readonly NodeId[]>;
  /** A node and all nodes reachable only through it. */
  all(id: NodeId): NodeId[];
}

function branchesOf(graph: FlowGraph): Branches {
  const above = dominatorTree(entriesOf(graph), (id) => successors(graph, id));
  const children = new Map<NodeId, NodeId[]>();
  for (const id of graph.nodes.keys()) {
    const parent = above.get(id) ?? NOWHERE;
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  return {
    tops: children.get(NOWHERE) ?? [],
    children,
    all(id) {
      const found = [id];
      for (const one of found) found.push(...(children.get(one) ?? []));
      return found;
    },
  };
}

/** Entry points: the start, states, containers, and nodes that none of these reach. */
function entriesOf(graph: FlowGraph): NodeId[] {
  const entries = new Set([...roots(graph), ...graph.containers.flatMap(({ start }) => start ?? [])]);
  const seen = new Set<NodeId>();
  const unseen = (id: NodeId) => successors(graph, id).filter((target) => !seen.has(target));
  const reach = (from: NodeId) => {
    for (const id of reversePostorder(from, unseen)) seen.add(id);
  };
  for (const id of entries) reach(id);
  for (const id of graph.nodes.keys()) {
    if (seen.has(id)) continue;
    entries.add(id);
    reach(id);
  }
  return [...entries].filter((id) => graph.nodes.has(id));
}

function withTargets(node: FlowNode, shown: ReadonlyMap<NodeId, NodeId>): FlowNode {
  return { ...node, transitions: retargeted(node.transitions, (to) => shown.get(to) ?? to) };
}

function folded(
  head: FlowNode,
  inner: readonly NodeId[],
  graph: FlowGraph,
  shown: ReadonlyMap<NodeId, NodeId>,
): FlowNode {
  if (inner.length === 1) return withTargets(head, shown);
  const leaving = new Map<NodeId, string[]>();
  for (const id of inner) {
    for (const [transition, to] of Object.entries(graph.nodes.get(id)?.transitions ?? {})) {
      const target = shown.get(to) ?? to;
      if (target !== head.id) leaving.set(target, [...(leaving.get(target) ?? []), `${id}: ${transition}`]);
    }
  }
  const transitions: Record<string, NodeId> = {};
  for (const [target, from] of leaving) {
    const wanted = from.length === 1 ? (from[0] as string) : `${from.length} transitions`;
    let transition = wanted;
    for (let n = 2; transition in transitions; n++) transition = `${wanted} (${n})`;
    transitions[transition] = target;
  }
  const name = `${head.name} and ${inner.length - 1} more`;
  return { id: head.id, kind: name, name, properties: {}, transitions };
}
