import { compile, type FlowGraph, type FlowNode } from "@genesys-flows/architect";

/** Texts of call flows with so many nodes, by their shape. */
export const shapes: Readonly<Record<string, (count: number, seed: number) => string>> = {
  "a tree": (count, seed) => flow(count, (index) => ({ yes: 2 * index + 1, no: 2 * index + 2, seed })),
  "a sequence with joins": (count, seed) => flow(count, (index) => ({ yes: index + 1, no: index + 2, seed })),
  "back edges to early nodes": (count, seed) =>
    flow(count, (index) => ({ yes: index + 1, no: (index * 7919) % 50, seed })),
};

function flow(count: number, ways: (index: number) => { yes: number; no: number; seed: number }): string {
  const nodes = Array.from({ length: count }, (_, index): FlowNode => {
    const { yes, no, seed } = ways(index);
    const transitions: Record<string, string> = {};
    if (yes < count) transitions["yes"] = `n${yes}`;
    if (no < count) transitions["no"] = `n${no}`;
    const properties = { condition: { exp: `Length(Flow.text) > ${index + seed}` } };
    return { id: `n${index}`, kind: "decision", name: `Question ${index}`, properties, transitions };
  });
  const graph: FlowGraph = {
    type: "inboundCall",
    name: "Bench",
    defaultLanguage: "en-us",
    settings: { supportedLanguages: { "en-us": { defaultLanguageSkill: { noValue: true } } } },
    variables: [
      { name: "Flow.text", type: "string", initialValue: { noValue: true }, isInput: false, isOutput: false },
    ],
    start: "n0",
    nodes: new Map(nodes.map((node) => [node.id, node])),
    containers: [],
  };
  return compile({ graph }).document.text;
}
