// Comparison of flow versions for display. This module is separate from the index so that the Pulumi program, which
// never compares versions, does not load it.
import { completed } from "./decompile/prove.ts";
import type { FlowGraph } from "./graph/types.ts";

export { type WrittenParts, writtenParts } from "./decompile/node.ts";
export { type NodeOrigin, withOrigins } from "./graph/rename.ts";

/** One version of a flow, with the source of its graph. */
export interface ComparedVersion {
  readonly origin: "definition" | "export";
  readonly graph: FlowGraph;
}

/**
 * The graphs of two versions for comparing. A definition declares everything that it uses and has no unreachable nodes.
 * An export is therefore converted to a definition before it is compared with one.
 */
export function comparable(
  before: ComparedVersion,
  after: ComparedVersion,
): { readonly before: FlowGraph; readonly after: FlowGraph } {
  if (before.origin === after.origin) return { before: before.graph, after: after.graph };
  const graphOf = ({ origin, graph }: ComparedVersion) => (origin === "export" ? completed(graph) : graph);
  return { before: graphOf(before), after: graphOf(after) };
}
