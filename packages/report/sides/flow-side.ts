import type { FlowGraph, ModuleContract } from "@genesys-flows/architect";
import type { FlowProject } from "@genesys-flows/project";

/** One version of a flow, proven by its digest. */
export interface FlowSide {
  readonly digest: string;
  readonly source: "compiled" | "project" | "base";
  /** Nodes have the ids and places of the source. */
  readonly graph: FlowGraph;
  readonly contract?: ModuleContract;
  /** Source file, relative to the project. */
  readonly file?: string;
}

/** Where versions of flows are looked for. */
export interface SideSources {
  /** Absolute path of the project: its `.genesys/compiled`. */
  readonly root: string;
  readonly project?: FlowProject;
  readonly base?: FlowProject;
}

/** The version of a flow with a digest: from the compiled documents, the project, the base. Undefined where none has it. */
export async function flowSide(
  _wanted: { readonly key: string; readonly digest: string },
  _sources: SideSources,
): Promise<FlowSide | undefined> {
  return undefined;
}
