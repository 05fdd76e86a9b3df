import type { FlowGraph } from "@genesys-flows/architect";
import type { Change } from "../model/report.ts";

/** What a new flow is, in a few changes. */
export function newFlowChanges(_graph: FlowGraph): Change[] {
  return [];
}
