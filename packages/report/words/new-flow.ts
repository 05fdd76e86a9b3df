import { actionOf, type FlowGraph, type FlowNode, printableLine } from "@genesys-flows/architect";
import { writtenParts } from "@genesys-flows/architect/versions";
import type { Change } from "../model/report.ts";

/** What a new flow is, in a few changes. */
export function newFlowChanges(_graph: FlowGraph): Change[] {
  return [];
}
