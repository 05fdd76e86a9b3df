import { type FlowNode, reachable } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";

const ordered = new WeakMap<FlowSubject, readonly FlowNode[]>();

/** The reachable nodes of a flow in source order, which is the same for the source and the compiled document. */
export function nodesInOrder(flow: FlowSubject): readonly FlowNode[] {
  const known = ordered.get(flow) ?? inOrder(flow);
  ordered.set(flow, known);
  return known;
}

function inOrder(flow: FlowSubject): readonly FlowNode[] {
  const reached = reachable(flow.graph);
  const nodes = [...flow.graph.nodes.values()].filter(({ id }) => reached.has(id));
  // For an export, source and compiled document are the same text, so the graphs have the same order, and the slow
  // search for places is unnecessary.
  if (flow.origin === "export") return nodes;
  const placed = nodes.map((node) => {
    const { node: written, location } = flow.placeOf(node);
    return { node, line: location?.line ?? 0, label: `\`${written}\`` };
  });
  placed.sort((a, b) => a.line - b.line || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  return placed.map(({ node }) => node);
}

/** Label of a node for its author: its id in a definition, its name in Architect. */
export function labelOf(flow: FlowSubject, node: FlowNode): string {
  return flow.origin === "definition" ? `\`${flow.placeOf(node).node}\`` : `"${node.name}"`;
}

/** The place of a finding about a node. */
export function placeFor(flow: FlowSubject, node: FlowNode) {
  const { node: id, location } = flow.placeOf(node);
  return { node: id, ...(location && { location }) };
}
