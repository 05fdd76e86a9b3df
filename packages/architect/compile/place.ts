import type { FlowNode, NodeId } from "../graph/types.ts";
import { waysOf } from "../graph/ways.ts";
import { isLoop, type Structure } from "./structure.ts";

/** Deepest nesting of a list of actions before the rest becomes a part of its own, where the flow type has parts. */
const MAX_NESTING = 8;

/** Which nodes begin a part (task, state) of the flow, and which part each node is in. */
export interface Parts {
  /** Nodes that begin a part, the start first, then in order. */
  readonly roots: readonly NodeId[];
  isRoot(id: NodeId): boolean;
  /** The root of the part that a node is in. */
  partOf(id: NodeId): NodeId;
}

/**
 * Divides a flow into parts (design §4, "Compile"): a node that several transitions reach begins one, unless it is in
 * the turns of a loop, which must stay together, or all of it comes from one node whose every way leads there. A flow
 * type without parts has one.
 */
export function partsOf(structure: Structure, o: { hasParts: boolean }): Parts {
  const [start] = structure.order as readonly [NodeId, ...NodeId[]];
  const inTurns = new Set([...structure.bodies.values()].flatMap((body) => [...body]));
  const part = new Map<NodeId, NodeId>();
  const depth = new Map<NodeId, number>();
  const roots: NodeId[] = [];
  for (const id of structure.order) {
    const above = structure.idom.get(id);
    const nesting =
      above === undefined ? 0 : (depth.get(above) ?? 0) + (follows(id, structure.node(above), structure) ? 0 : 1);
    const joins = (structure.entries.get(id) ?? 0) > 1 && !isSequence(id, structure);
    const begins = id === start || (o.hasParts && !inTurns.has(id) && (joins || nesting > MAX_NESTING));
    if (begins) roots.push(id);
    depth.set(id, begins ? 0 : nesting);
    part.set(id, begins || above === undefined ? id : (part.get(above) as NodeId));
  }
  const isRoot = new Set(roots);
  return { roots, isRoot: (id) => isRoot.has(id), partOf: (id) => part.get(id) ?? id };
}

/** Whether a node stands in the same list as the one before it, not nested under it. */
function follows(id: NodeId, before: FlowNode, structure: Structure): boolean {
  const { next, done } = before.transitions;
  return next === id || (isLoop(before) && done === id) || (structure.entries.get(id) ?? 0) > 1;
}

/** Whether all that reaches a node is one node with nowhere else to go. */
function isSequence(id: NodeId, structure: Structure): boolean {
  const [source, another] = structure.sources.get(id) ?? [];
  if (source === undefined || another !== undefined || source === id || id === structure.order[0]) return false;
  const from = structure.node(source);
  return !isLoop(from) && structure.idom.get(id) === source && allWaysLeadTo(from, id);
}

function allWaysLeadTo(node: FlowNode, target: NodeId): boolean {
  const ways = waysOf(node);
  return ways.length > 0 && ways.every((way) => node.transitions[way] === target);
}
