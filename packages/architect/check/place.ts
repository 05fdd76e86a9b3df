import type { ArchyPath } from "../archy/types.ts";
import type { FlowNode } from "../graph/types.ts";

/** Where a finding is: a place in the document, or a node of the graph, or else the flow itself. */
export interface Place {
  readonly path?: ArchyPath;
  readonly node?: FlowNode;
}

/** The place of a node: its action in the document, where it has one. */
export function placeOfNode(node: FlowNode): Place {
  return { node, ...(node.path ? { path: node.path } : {}) };
}

/** The place of something that has more to it. */
export function placeOf({ node, path }: Place): Place {
  return { ...(node ? { node } : {}), ...(path ? { path } : {}) };
}
