import type { FlowGraph, ModuleContract } from "@genesys-flows/architect";
import type { FlowReport } from "../model/report.ts";

/** A flow that calls a module. */
export interface CallingFlow {
  readonly key: string;
  readonly name: string;
  readonly graph: FlowGraph;
}

/** What changes for the callers of a module, and the calls that no longer work; undefined where nothing changes. */
export function interfaceChanges(_o: {
  readonly before: ModuleContract;
  readonly after: ModuleContract;
  readonly callers: readonly CallingFlow[];
}): NonNullable<FlowReport["interface"]> | undefined {
  return undefined;
}
