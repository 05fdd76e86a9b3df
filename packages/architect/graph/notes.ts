import { telling, withoutTracking } from "../archy/bookkeeping.ts";
import type { FlowGraph, FlowVariable } from "./types.ts";

/** A graph without what Architect notes for itself: tracking numbers, and the list of the objects that the flow names. */
export function withoutNotes(graph: FlowGraph): FlowGraph {
  return {
    ...graph,
    settings: withoutTracking(telling(graph.settings)),
    variables: graph.variables.map(untracked),
    nodes: new Map(
      [...graph.nodes].map(([id, node]) => [id, { ...node, properties: withoutTracking(node.properties) }]),
    ),
    containers: graph.containers.map((one) => ({
      ...one,
      variables: one.variables.map(untracked),
      properties: withoutTracking(one.properties),
    })),
  };
}

/** A variable without the number by which Architect tells it from others. */
export function untracked(variable: FlowVariable): FlowVariable {
  const { more, ...rest } = variable;
  if (more === undefined) return variable;
  const told = withoutTracking(more);
  return Object.keys(told).length === 0 ? rest : { ...rest, more: told };
}
