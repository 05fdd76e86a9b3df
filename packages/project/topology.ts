import type { FlowUnit } from "./types.ts";

/**
 * Who leads where, as a Mermaid flowchart: numbers, flows, the modules they call, the flows and queues they lead to.
 * Nodes and edges come in a fixed order, so that the text changes only when the topology does.
 */
export function topologyOf(flows: readonly FlowUnit[]): string {
  const ids = new Map(flows.map((flow, index) => [flow.key, `f${index}`]));
  const queues = new Map<string, string>();
  const lines: string[] = [];
  for (const flow of flows) {
    const shape = flow.type === "commonModule" ? (text: string) => `[[${text}]]` : (text: string) => `(${text})`;
    lines.push(`${ids.get(flow.key)}${shape(quoted(`${flow.name}<br/>${flow.type}`))}`);
  }
  const edges: string[] = [];
  for (const flow of flows) {
    const from = ids.get(flow.key);
    if (flow.numbers.length > 0) {
      lines.push(`n${from}>${quoted(flow.numbers.join("<br/>"))}]`);
      edges.push(`n${from} --> ${from}`);
    }
    for (const key of flow.modules) edges.push(`${from} -. calls .-> ${ids.get(key)}`);
    for (const { key } of flow.leadsTo) edges.push(`${from} --> ${ids.get(key)}`);
    for (const name of new Set(flow.references.filter(({ kind }) => kind === "queue").map((r) => r.name))) {
      const known = queues.get(name) ?? `q${queues.size}`;
      if (!queues.has(name)) lines.push(`${known}[(${quoted(name)})]`);
      queues.set(name, known);
      edges.push(`${from} --> ${known}`);
    }
  }
  return ["flowchart LR", ...[...lines, ...edges].map((line) => `  ${line}`)].join("\n");
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', "#quot;")}"`;
}
