import type { FlowGraph } from "@genesys-flows/architect";
import type { Change } from "../model/report.ts";

/** What changed from one version of a flow to another, in the words of a definition. */
export function flowChanges(_before: FlowGraph, _after: FlowGraph): Change[] {
  return [];
}
