import { actionOf } from "../archy/actions/index.ts";
import { flowTypes } from "../archy/flow-types.ts";
import { getText } from "../archy/values.ts";
import { enteredContainers, namedContainers } from "./targets.ts";
import type { FlowContainer, FlowGraph, FlowNode, NodeId } from "./types.ts";

/** The target nodes of a node's transitions, without duplicates. */
export function successors(graph: FlowGraph, id: NodeId): NodeId[] {
  return [...new Set(Object.values(graph.nodes.get(id)?.transitions ?? {}))];
}

/** One transition, seen from its target. */
export interface Incoming {
  readonly from: NodeId;
  readonly transition: string;
}

/** For every node of the graph, the transitions that lead to it. */
export function predecessors(graph: FlowGraph): Map<NodeId, Incoming[]> {
  const incoming = new Map<NodeId, Incoming[]>([...graph.nodes.keys()].map((id) => [id, []]));
  for (const node of graph.nodes.values()) {
    for (const [transition, target] of Object.entries(node.transitions))
      incoming.get(target)?.push({ from: node.id, transition });
  }
  return incoming;
}

/** The container that a node calls (`callTask`); undefined for any other node. */
export function calledContainer(
  { containers }: Pick<FlowGraph, "containers">,
  node: FlowNode,
): FlowContainer | undefined {
  const refId = getText(node.properties, "targetTaskRef");
  if (refId === undefined || actionOf(node.kind)?.jump !== undefined) return undefined;
  return containers.find(({ kind, refId: own }) => kind === "task" && own === refId);
}

/** Entry points of the flow: its start, and the states that the platform enters. */
export function roots(graph: FlowGraph): NodeId[] {
  const found = graph.start === undefined ? [] : [graph.start];
  if (flowTypes[graph.type].startUp !== "state") return found;
  return [...new Set([...found, ...graph.containers.flatMap((c) => c.start ?? [])])];
}

/**
 * Every reachable node, including the nodes of called tasks and of containers that a property or a setting refers to.
 */
export function reachable(graph: FlowGraph): Set<NodeId> {
  const seen = new Set<NodeId>();
  const waiting = [...roots(graph), ...enteredContainers(graph).flatMap(({ start }) => start ?? [])];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = graph.nodes.get(id);
    if (!node || seen.has(id)) continue;
    seen.add(id);
    waiting.push(...Object.values(node.transitions));
    for (const { start } of namedContainers(graph, node)) if (start !== undefined) waiting.push(start);
  }
  return seen;
}
