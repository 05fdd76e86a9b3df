import type { ArchyMap, ArchyValue, FlowGraph } from "@genesys-flows/architect";

/**
 * A graph with what an export of the platform says where the document that was sent is silent: division, languages,
 * settings, fault handling (reference/archy.md §a, "Archy fills defaults when a block is absent"), and in place of the
 * description the exported one, to which publishing adds the line that says who owns the flow. What the document does
 * say stays.
 */
export function filledFrom(sent: FlowGraph, exported: FlowGraph): FlowGraph {
  return {
    ...sent,
    description: exported.description,
    division: sent.division ?? exported.division,
    defaultLanguage: sent.defaultLanguage ?? exported.defaultLanguage,
    settings: filled(sent.settings, exported.settings) as ArchyMap,
    onFault: sent.onFault ?? exported.onFault,
  };
}

function filled(sent: ArchyValue, exported: ArchyValue): ArchyValue {
  if (!isMap(sent) || !isMap(exported)) return sent;
  const keys = Object.keys(sent).filter((key) => key in exported);
  const both = keys.map((key) => [key, filled(sent[key] as ArchyValue, exported[key] as ArchyValue)]);
  return { ...exported, ...sent, ...Object.fromEntries(both) };
}

function isMap(value: ArchyValue): value is ArchyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
