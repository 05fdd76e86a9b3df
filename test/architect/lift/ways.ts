import type { FlowGraph } from "@genesys-flows/architect";

/** Each node with its ways on, `id: way>target ...`, in the order of the document. */
export function ways(graph: FlowGraph): string[] {
  return [...graph.nodes.values()].map((node) =>
    [`${node.id}:`, ...Object.entries(node.transitions).map(([way, to]) => `${way}>${to}`)].join(" "),
  );
}
