// What compares versions of a flow for people. Apart from the index, so that the program, which compares none, does not load it.
import { completed } from "./decompile/prove.ts";
import type { FlowGraph } from "./graph/types.ts";

export { type WrittenParts, writtenParts } from "./decompile/node.ts";
export { type NodeOrigin, withOrigins } from "./graph/rename.ts";

/** One version of a flow, and what its graph was made of. */
export interface ComparedVersion {
  readonly origin: "definition" | "export";
  readonly graph: FlowGraph;
}

/**
 * The graphs of two versions for comparing. A definition declares what it uses and has no unreachable nodes, so an export is
 * converted to a definition before it is compared with one.
 */
export function comparable(
  before: ComparedVersion,
  after: ComparedVersion,
): { readonly before: FlowGraph; readonly after: FlowGraph } {
  if (before.origin === after.origin) return { before: before.graph, after: after.graph };
  const graphOf = ({ origin, graph }: ComparedVersion) => (origin === "export" ? completed(graph) : graph);
  return { before: graphOf(before), after: graphOf(after) };
}
