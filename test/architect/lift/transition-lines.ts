import type { FlowGraph } from "@genesys-flows/architect";

/** Each node with its transitions, `id: path>target ...`, in the order of the document. */
export function transitionLines(graph: FlowGraph): string[] {
  return [...graph.nodes.values()].map((node) =>
    [`${node.id}:`, ...Object.entries(node.transitions).map(([path, to]) => `${path}>${to}`)].join(" "),
  );
}
