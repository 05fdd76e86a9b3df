import { completed, type FlowGraph } from "@genesys-flows/architect";
import type { FlowFile } from "./flow-file.ts";

/**
 * The graphs of two flows as they are compared. A definition declares what it uses and has no nodes that nothing leads
 * to: an export is compared with one as the definition that it would be.
 */
export function comparable(
  before: FlowFile,
  after: FlowFile,
): { readonly before: FlowGraph; readonly after: FlowGraph } {
  if (before.origin === after.origin) return { before: before.graph, after: after.graph };
  const graphOf = ({ origin, graph }: FlowFile) => (origin === "export" ? completed(graph) : graph);
  return { before: graphOf(before), after: graphOf(after) };
}
