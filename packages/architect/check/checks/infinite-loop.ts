import { actionOf } from "../../archy/actions/index.ts";
import { flowTypes } from "../../archy/flow-types.ts";
import { components } from "../../graph/components.ts";
import { endsOnPath } from "../../graph/output-paths.ts";
import { type Incoming, predecessors, reachable, successors } from "../../graph/reach.ts";
import type { FlowGraph, FlowNode, NodeId } from "../../graph/types.ts";
import type { Check } from "../check.ts";

/**
 * Cycles that no transition leaves, and flows that always end up in such a cycle. The platform stops such a flow after
 * 10,000 actions (reference/archy.md §b). An in-queue flow repeats until an agent answers.
 */
export const endless: Check = {
  codes: ["loop-without-exit", "infinite-loop"],
  run({ graph }, report) {
    if (graph.start === undefined || waitsInQueue(graph)) return;
    const reached = reachable(graph);
    const incoming = predecessors(graph);
    const endable = canEnd(graph, incoming);
    const order = new Map([...graph.nodes.keys()].map((id, index) => [id, index]));
    const stuck = new Set([...graph.nodes.keys()].filter((id) => reached.has(id) && !endable.has(id)));
    const stuckNext = (id: NodeId) => successors(graph, id).filter((target) => stuck.has(target));
    for (const unordered of components(stuck, stuckNext)) {
      const group = unordered.toSorted((a, b) => (order.get(a) as number) - (order.get(b) as number));
      const within = new Set(group);
      if (group.some((id) => successors(graph, id).some((target) => !within.has(target)))) continue;
      const node = graph.nodes.get(headOf(graph, group, incoming)) as FlowNode;
      const around = namesOf(graph, group);
      if (!endable.has(graph.start)) {
        const message = `The flow cannot end: it repeats ${around} forever.`;
        const hint = "Add a transition that leaves the cycle and leads to an end of the flow.";
        report("infinite-loop", { message, hint, node });
        return;
      }
      const message = `No transition leaves the cycle ${around}.`;
      const hint = "Add a transition that leaves the cycle, at least after a number of iterations.";
      report("loop-without-exit", { message, hint, node });
    }
  },
};

function waitsInQueue({ type }: FlowGraph): boolean {
  return type === "inqueueCall" || flowTypes[type].startUp === "state";
}

function canEnd(graph: FlowGraph, incoming: ReadonlyMap<NodeId, readonly Incoming[]>): Set<NodeId> {
  const found = new Set([...graph.nodes.values()].filter(isEnd).map(({ id }) => id));
  // Iterating a set includes items that are added during the iteration.
  for (const id of found) for (const { from } of incoming.get(id) ?? []) found.add(from);
  return found;
}

/**
 * Whether the flow may end at a node, because an output path has no transition, a menu is not answered, or the action
 * is unknown.
 */
function isEnd(node: FlowNode): boolean {
  const isKnown = actionOf(node.kind) !== undefined || node.kind === "callModule" || node.kind === "end";
  return !isKnown || endsOnPath(node);
}

/** The first node of a cycle, in flow order, through which control can enter it. */
function headOf(
  graph: FlowGraph,
  group: readonly NodeId[],
  incoming: ReadonlyMap<NodeId, readonly Incoming[]>,
): NodeId {
  const within = new Set(group);
  const entered = group.find((id) => id === graph.start || incoming.get(id)?.some(({ from }) => !within.has(from)));
  return entered ?? (group[0] as NodeId);
}

const MAX_NAMES = 5;

function namesOf(graph: FlowGraph, group: readonly NodeId[]): string {
  const names = group.slice(0, MAX_NAMES).map((id) => `'${graph.nodes.get(id)?.name ?? id}'`);
  const more = group.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}
