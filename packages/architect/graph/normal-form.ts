import { sha256 } from "../archy/digest.ts";
import { canonical, normalValue, telling, withoutTracking } from "../archy/normal.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { printableLine } from "../printable.ts";
import type { FlowGraph, FlowNode, FlowVariable, NodeId } from "./types.ts";

/** A graph without the data that Architect adds for itself: tracking numbers, and the list of referenced objects. */
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

/** A variable without its tracking number. */
export function untracked(variable: FlowVariable): FlowVariable {
  const { more, ...rest } = variable;
  if (more === undefined) return variable;
  const kept = withoutTracking(more);
  return Object.keys(kept).length === 0 ? rest : { ...rest, more: kept };
}

/** Node properties in normal form, without the project's key of the called module. */
export function normalProperties(node: FlowNode): ArchyMap {
  const { moduleKey: _key, ...properties } = normalValue(node.properties) as ArchyMap;
  return properties;
}

/**
 * For each node, its kind and an 8-digit hash of its name, properties and transitions: `"playAudio 1f0c9a42"`.
 * Printable, because the engine shows it.
 */
export function outline(graph: FlowGraph): Record<NodeId, string> {
  const entries = [...graph.nodes.values()].map((node) => {
    const { id, kind, name, transitions } = node;
    const hash = sha256(canonical({ name, properties: normalProperties(node), transitions: { ...transitions } }));
    return [printableLine(id), `${kind} ${hash.slice(0, 8)}`];
  });
  return Object.fromEntries(entries);
}

/** A value without anything that JSON does not support, such as getters and undefined. */
export function plain(value: unknown): ArchyValue {
  return JSON.parse(JSON.stringify(value)) as ArchyValue;
}
