import {
  actionOf,
  calledContainer,
  components,
  type FlowGraph,
  type FlowNode,
  getText,
  type NodeId,
} from "@genesys-flows/architect";
import { isMenu, nodesFrom } from "./next.ts";
import { readBy, setBy } from "./values.ts";

/**
 * Determines whether a path of a node returns to the node without a limit. A limit is a loop, customer input, or a test
 * of a counter variable, even within a called task.
 */
export function unboundedRetry(graph: FlowGraph): (node: FlowNode, target: NodeId) => boolean {
  const counters = countersIn(graph);
  const bounds = new Set<NodeId>();
  for (const node of graph.nodes.values()) if (isBound(node, counters)) bounds.add(node.id);
  for (const node of graph.nodes.values()) {
    const start = node.kind === "callTask" ? calledContainer(graph, node)?.start : undefined;
    if (start !== undefined && [...nodesFrom(graph, [start])].some((id) => bounds.has(id))) bounds.add(node.id);
  }
  const free = [...graph.nodes.keys()].filter((id) => !bounds.has(id));
  const group = new Map<NodeId, number>();
  const leadsTo = (id: NodeId) =>
    Object.values(graph.nodes.get(id)?.transitions ?? {}).filter((to) => graph.nodes.has(to) && !bounds.has(to));
  components(free, leadsTo).forEach((ids, index) => {
    for (const id of ids) group.set(id, index);
  });
  return (node, target) => {
    if (target === node.id) return true;
    if (bounds.has(node.id)) {
      return !bounds.has(target) && nodesFrom(graph, [target], ({ id }) => !bounds.has(id)).has(node.id);
    }
    return group.get(node.id) === group.get(target) && group.has(target);
  };
}

/** Lower-case names of the flow's counter variables: an action sets them to a value computed from themselves. */
export function countersIn(graph: FlowGraph): Set<string> {
  const found = new Set<string>();
  for (const node of graph.nodes.values()) {
    for (const { name, value } of setBy(node)) if (getText(value, "exp")?.toLowerCase().includes(name)) found.add(name);
  }
  return found;
}

function isBound(node: FlowNode, counters: ReadonlySet<string>): boolean {
  const info = actionOf(node.kind);
  if (isMenu(node) || info?.asks || info?.shape === "loop") return true;
  const tests = node.kind === "decision" || info?.shape === "cases";
  return tests && counters.size > 0 && [...readBy(node)].some((name) => counters.has(name));
}
