import type { ArchyDocument } from "../archy/types.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { FlowGraph } from "../graph/types.ts";
import { runChecks } from "./check.ts";
import { flowChecks, partChecks } from "./registry.ts";
import { type CheckOptions, subjectOf } from "./subject.ts";

/**
 * Everything that can be said of one flow without the platform: an export by its document, a definition by the graph
 * that `toGraph` made of it. Errors are what the platform would refuse or what cannot be meant; what a real export may
 * legitimately contain is a warning, what nobody can tell offline a note (docs/diagnostics.md).
 */
export function checkFlow(flow: ArchyDocument | FlowGraph, options: CheckOptions = {}): Diagnostic[] {
  return runChecks(subjectOf(flow, options), flowChecks);
}

/**
 * What can be said of the parts of a definition that has mistakes: of each action, value and expression by itself.
 * @param graph that `toGraphInParts` made
 */
export function checkParts(graph: FlowGraph, options: CheckOptions = {}): Diagnostic[] {
  return runChecks(subjectOf(graph, options), partChecks);
}
