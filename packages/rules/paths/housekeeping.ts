import { actionOf, type FlowGraph, type FlowNode, type NodeId } from "@genesys-flows/architect";
import { isHeardAt } from "./heard.ts";
import { following, reached } from "./next.ts";
import { READS_OR_WRITES } from "./silent-ends.ts";
import { boundBy } from "./values.ts";

/**
 * Determines whether an action is only housekeeping after the last message. On every path to such an action, the last
 * interaction with the customer was a message, not a question. Even after the action succeeds, the conversation ends
 * without another message.
 */
export function housekeeping(graph: FlowGraph): (node: FlowNode) => boolean {
  const { after } = following(graph);
  let told: ReadonlySet<NodeId> | undefined;
  return (node) => {
    const failures = actionOf(node.kind)?.failures;
    if (!failures || !READS_OR_WRITES.has(failures.of)) return false;
    told ??= toldBefore(graph, after);
    if (!told.has(node.id)) return false;
    const onSuccess = after(node, (path) => !failures.paths.includes(path)).to;
    for (const at of reached(graph, onSuccess, (one) => (one === node ? [] : after(one).to)))
      if (at !== node && isHeardAt(at)) return false;
    return true;
  };
}

/**
 * Whether the second node tries to obtain the first node's result in a different way: both bind one of the same
 * variables.
 */
export function isSecondTry(first: FlowNode, second: FlowNode): boolean {
  const failures = actionOf(second.kind)?.failures;
  if (second === first || !failures || !READS_OR_WRITES.has(failures.of)) return false;
  const wanted = boundBy(first).onSuccess;
  return [...boundBy(second).onSuccess].some((name) => wanted.has(name));
}

/** The nodes for which, on every path, the previous interaction with the customer was a message. */
function toldBefore(graph: FlowGraph, after: ReturnType<typeof following>["after"]): Set<NodeId> {
  const next = new Map([...graph.nodes.values()].map((node) => [node.id, after(node).to]));
  const told = new Set(graph.nodes.keys());
  const starts = [graph.start, ...graph.containers.map(({ start }) => start)];
  const waiting: NodeId[] = [];
  const untold = (id: NodeId | undefined) => {
    if (id !== undefined && told.delete(id)) waiting.push(id);
  };
  // A called task starts in the state of its calls. A part that nothing calls starts without a previous message.
  const called = new Set([...next.values()].flat());
  for (const start of starts) if (start === graph.start || (start !== undefined && !called.has(start))) untold(start);
  for (const node of graph.nodes.values()) {
    if (!isHeardAt(node) || isStatement(node)) continue;
    for (const id of next.get(node.id) ?? []) untold(id);
  }
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = graph.nodes.get(id);
    if (node && !isStatement(node)) for (const to of next.get(id) ?? []) untold(to);
  }
  return told;
}

/** Whether the customer only hears or reads something at a node. */
export function isStatement(node: FlowNode): boolean {
  const info = actionOf(node.kind);
  return isHeardAt(node) && info?.heard === true && !info.asks && !info.leaves;
}
