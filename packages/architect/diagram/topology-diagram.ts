import { flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";
import { label, MermaidIds, type Shape, shaped } from "./mermaid.ts";

export interface TopologyFlow {
  readonly key: string;
  readonly name: string;
  readonly type: FlowType;
  /** Numbers that route to the flow. */
  readonly numbers?: readonly string[];
  /** E-mail addresses that route to the flow. */
  readonly emailAddresses?: readonly string[];
  /** Keys of the modules that the flow calls. */
  readonly modules?: readonly string[];
  /** Keys of the other flows that the flow transfers to. */
  readonly flows?: readonly string[];
  /** Names of the queues that the flow transfers to. */
  readonly queues?: readonly string[];
}

/**
 * A Mermaid flow chart of numbers, e-mail addresses, flows, the modules that the flows call, and the queues that they
 * transfer to. The output is sorted, so the order of the given flows does not affect it.
 */
export function topologyDiagram(flows: readonly TopologyFlow[]): string {
  const sorted = flows.toSorted(byKey);
  const ids = new MermaidIds();
  const keys = new Set(sorted.map(({ key }) => key));
  const nodes: string[] = [];
  const edges: string[] = [];
  const queues = new Set<string>();
  for (const flow of sorted) {
    const id = ids.of("flow", flow.key);
    const shape: Shape = flow.type === "commonModule" ? "subroutine" : "box";
    nodes.push(shaped(id, shape, label(flow.name, flowTypes[flow.type].title)));
    for (const leading of ["numbers", "emailAddresses"] as const) {
      if (!flow[leading]?.length) continue;
      const node = ids.of(leading, flow.key);
      nodes.push(shaped(node, "stadium", label(...unique(flow[leading]))));
      edges.push(`${node} --> ${id}`);
    }
    for (const key of unique(flow.modules)) if (keys.has(key)) edges.push(`${id} -. calls .-> ${ids.of("flow", key)}`);
    for (const key of unique(flow.flows)) if (keys.has(key)) edges.push(`${id} --> ${ids.of("flow", key)}`);
    for (const queue of unique(flow.queues)) {
      queues.add(queue);
      edges.push(`${id} --> ${ids.of("queue", queue)}`);
    }
  }
  for (const queue of [...queues].sort()) nodes.push(shaped(ids.of("queue", queue), "round", label(queue, "queue")));
  return `${["flowchart LR", ...[...nodes, ...edges].map((line) => `  ${line}`)].join("\n")}\n`;
}

function byKey(a: TopologyFlow, b: TopologyFlow): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function unique(names: readonly string[] = []): string[] {
  return [...new Set(names)].sort();
}
