import { isDeepStrictEqual } from "node:util";
import type { ArchyMap, ArchyValue, FlowGraph, FlowNode } from "@genesys-flows/architect";

/**
 * A graph with what an export of the platform says where the document that was sent is silent: division, languages,
 * settings, fault handling (reference/archy.md §a, "Archy fills defaults when a block is absent"), and in place of the
 * description the exported one, to which publishing adds the line that says who owns the flow. Of a node it takes only
 * what an untouched action has (reference/archy.md §d). What the document does say stays.
 */
export function filledFrom(sent: FlowGraph, exported: FlowGraph): FlowGraph {
  return {
    ...sent,
    description: exported.description,
    division: sent.division ?? exported.division,
    defaultLanguage: sent.defaultLanguage ?? exported.defaultLanguage,
    settings: filled(sent.settings, exported.settings) as ArchyMap,
    onFault: sent.onFault ?? exported.onFault,
    nodes: new Map([...sent.nodes].map(([id, node]) => [id, filledNode(node, exported.nodes.get(id))])),
  };
}

function filledNode(sent: FlowNode, exported: FlowNode | undefined): FlowNode {
  const added = Object.entries(exported?.properties ?? {}).filter(
    ([key, value]) => !(key in sent.properties) && isUntouched(value),
  );
  return { ...sent, properties: { ...sent.properties, ...Object.fromEntries(added) } };
}

const untouchedValues = [
  { noValue: true },
  { lit: false },
  { lit: 0 },
  { lit: { minutes: 1 } },
  { lit: "never" },
  false,
  "none",
];

/** Whether a property has the value of an action that nobody touched, or is a mapping of such. */
function isUntouched(value: ArchyValue): boolean {
  if (untouchedValues.some((untouched) => isDeepStrictEqual(value, untouched))) return true;
  return isMap(value) && Object.values(value).length > 0 && Object.values(value).every(isUntouched);
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
