import { differenceDiagram, type FlowGraph } from "@genesys-flows/architect";

/** The difference of two versions as Mermaid within GitHub's limits, with unchanged branches folded. */
export function changeDiagram(before: FlowGraph, after: FlowGraph): string {
  return differenceDiagram(before, after, { folds: "always" });
}
