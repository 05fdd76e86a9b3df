import { actionOf, type FlowGraph, type FlowNode, getText, type NodeId, successors } from "@genesys-flows/architect";

/** Names of outcomes that mean success wherever a module declares them. */
const SUCCESS = /^(?:success|successful|succeeded|verified|authenticated|granted|approved)$/i;

/** The end of a module with an outcome that means success. */
export interface SuccessfulEnd {
  readonly node: FlowNode;
  readonly outcome: string;
}

/**
 * The successful end of a module to which a path leads without anything that could turn a failure into a success: a test, another
 * action that can fail, input, or a call.
 */
export function endsInSuccess(graph: FlowGraph, from: NodeId): SuccessfulEnd | undefined {
  const seen = new Set<NodeId>();
  const waiting = [from];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const node = graph.nodes.get(id);
    if (!node || seen.has(id)) continue;
    seen.add(id);
    const outcome = node.kind === "end" ? getText(node.properties, "outcome") : undefined;
    if (outcome !== undefined && SUCCESS.test(outcome)) return { node, outcome };
    if (!decides(node)) waiting.push(...successors(graph, id));
  }
  return undefined;
}

function decides(node: FlowNode): boolean {
  const info = actionOf(node.kind);
  return !info || info.calls || info.asks || info.failures !== undefined || Object.keys(node.transitions).length > 1;
}
