import { sha256 } from "../archy/digest.ts";
import { canonical, normalValue } from "../archy/normal.ts";
import type { ArchyMap } from "../archy/types.ts";
import { printableLine } from "../printable.ts";
import type { FlowGraph, FlowNode, NodeId } from "./types.ts";

/** Node properties in normal form, without what only tells where the called module lies in this project. */
export function normalProperties(node: FlowNode): ArchyMap {
  const { moduleKey: _key, ...properties } = normalValue(node.properties) as ArchyMap;
  return properties;
}

/** For each node its kind and 8 hex digits over name, properties and transitions: `"playAudio 1f0c9a42"`. Printable, since the engine shows it. */
export function outline(graph: FlowGraph): Record<NodeId, string> {
  const entries = [...graph.nodes.values()].map((node) => {
    const { name, transitions } = node;
    const hash = sha256(canonical({ name, properties: normalProperties(node), transitions: { ...transitions } }));
    return [printableLine(node.id), `${node.kind} ${hash.slice(0, 8)}`] as const;
  });
  return Object.fromEntries(entries);
}
