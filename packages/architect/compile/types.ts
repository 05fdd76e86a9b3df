import type { ArchyDocument } from "../archy/types.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";

export interface CompileInput {
  readonly graph: FlowGraph;
  /** The name that diagnostics about the document show; that of the graph's own file when absent. */
  readonly file?: string;
}

/** Leads from an action of the document back to the node and the line that it was written at. */
export interface SourceMapEntry {
  /** `/inboundCall/tasks/task[ask]/actions[2]/collectInput/outputs/failure/actions[0]` */
  readonly path: string;
  readonly node: NodeId;
  readonly file: string;
  readonly line: number;
}

export interface CompileResult {
  readonly document: ArchyDocument;
  readonly sourceMap: readonly SourceMapEntry[];
}
