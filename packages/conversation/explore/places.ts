import { type FlowNode, getText } from "@genesys-flows/architect";
import { placeOf, type RunnableFlow } from "../run/flow.ts";
import type { Place } from "../run/types.ts";

/** A flow and the modules that it calls, directly or indirectly, without duplicates; the flow comes first. */
export function flowsWithin(flow: RunnableFlow): readonly RunnableFlow[] {
  const found = new Set([flow]);
  for (const one of found)
    for (const { kind, properties } of one.graph.nodes.values()) {
      if (kind !== "callModule" && kind !== "callCommonModule") continue;
      const module = one.module(getText(properties, "module") ?? "");
      if (module) found.add(module);
    }
  return [...found];
}

/** Key of the flow that runs at a place; for a module, with the version that the caller holds. */
export const flowKey = ({ type, flow, version }: Pick<Place, "type" | "flow" | "version">): string =>
  `${type} ${flow}${version === undefined ? "" : ` ${version}`}`;

/** Key of a node, unique across flows. */
export const placeKey = (place: Place): string => `${flowKey(place)} > ${place.node ?? ""} > ${place.kind ?? ""}`;

const indexes = new WeakMap<RunnableFlow, ReadonlyMap<string, FlowNode>>();

/** The nodes of a flow by place. Cached per flow. */
export function nodesByPlace(flow: RunnableFlow): ReadonlyMap<string, FlowNode> {
  const known = indexes.get(flow);
  if (known) return known;
  const made = new Map([...flow.graph.nodes.values()].map((node) => [placeKey(placeOf(flow, node)), node]));
  indexes.set(flow, made);
  return made;
}
