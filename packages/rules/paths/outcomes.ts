import { actionOf, type FlowGraph, type FlowNode, getText, type NodeId, successors } from "@genesys-flows/architect";
import { reached } from "./next.ts";

/** Names of outcomes that mean success wherever a module declares them. */
const SUCCESS = /^(?:success|successful|succeeded|verified|authenticated|granted|approved)$/i;

/**
 * The successful end of a module to which a path leads without anything that could turn a failure into a success: a test, another
 * action that can fail, input, or a call.
 */
export function endsInSuccess(graph: FlowGraph, from: NodeId): { node: FlowNode; outcome: string } | undefined {
  for (const node of reached(graph, [from], (at) => (decides(at) ? [] : successors(graph, at.id)))) {
    const outcome = node.kind === "end" ? getText(node.properties, "outcome") : undefined;
    if (outcome !== undefined && SUCCESS.test(outcome)) return { node, outcome };
  }
  return undefined;
}

function decides(node: FlowNode): boolean {
  const info = actionOf(node.kind);
  return !info || info.calls || info.asks || info.failures !== undefined || Object.keys(node.transitions).length > 1;
}
