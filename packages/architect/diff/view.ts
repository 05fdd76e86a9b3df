import { telling } from "../archy/bookkeeping.ts";
import { normalValue } from "../archy/normal.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { normalProperties } from "../graph/normal-form.ts";
import { type Incoming, predecessors } from "../graph/reach.ts";
import { enteredContainers, namedContainers, withTargets } from "../graph/targets.ts";
import type { FlowContainer, FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import type { NodeData } from "./types.ts";

/** A graph for comparison: in normal form, with containers by name instead of refId. */
export interface View {
  readonly graph: FlowGraph;
  readonly nodes: ReadonlyMap<NodeId, NodeData>;
  readonly incoming: ReadonlyMap<NodeId, readonly Incoming[]>;
  /** Containers by kind, name and, of several with one name, order. */
  readonly containers: ReadonlyMap<string, FlowContainer>;
  readonly frame: ArchyMap;
}

export function viewOf(graph: FlowGraph): View {
  const containers = containersByKey(graph);
  const keys = new Map([...containers].map(([key, container]) => [container, key]));
  const nodes = new Map([...graph.nodes].map(([id, node]) => [id, dataOf(graph, node, keys)]));
  return { graph, nodes, incoming: predecessors(graph), containers, frame: byKey(frameOf(graph), graph, keys) };
}

function dataOf(graph: FlowGraph, node: FlowNode, keys: ReadonlyMap<FlowContainer, string>): NodeData {
  const { kind, name, unnamed, transitions, implicit } = node;
  const properties = byKey(normalProperties(node), graph, keys);
  return {
    kind,
    name,
    ...(unnamed ? { unnamed } : {}),
    properties,
    transitions: { ...transitions },
    ...(implicit ? { implicit: [...implicit] } : {}),
  };
}

/** A value that names containers by their keys. */
function byKey<V extends ArchyValue>(value: V, { containers }: FlowGraph, keys: ReadonlyMap<FlowContainer, string>): V {
  if (containers.length === 0) return value;
  return withTargets(value, (kind, refId) => {
    const named = containers.find((one) => one.kind === kind && one.refId === refId);
    return (named && keys.get(named)) ?? refId;
  });
}

/** Containers by their keys in a difference: `task Check PIN`, `task Check PIN-2`, `periodicState`. */
export function containersByKey(graph: FlowGraph): Map<string, FlowContainer> {
  const byKey = new Map<string, FlowContainer>();
  const named = new Set([...graph.nodes.values()].flatMap((node) => namedContainers(graph, node)));
  for (const container of [...enteredContainers(graph)]) named.add(container);
  for (const container of graph.containers) {
    // The start and the jumps say where control enters a state or a bot; its name does not matter.
    const isOnlyName = (container.kind === "state" || container.kind === "bot") && !named.has(container);
    if (isOnlyName && container.slot !== "periodicState") continue;
    const wanted: string = container.slot ?? `${container.kind} ${container.name}`;
    let key = wanted;
    for (let n = 2; byKey.has(key); n++) key = `${wanted}-${n}`;
    byKey.set(key, container);
  }
  return byKey;
}

/** Fields of a graph besides its nodes, variables and containers. */
const FRAME = ["type", "name", "description", "division", "defaultLanguage", "settings", "onFault", "module"] as const;

function frameOf(graph: FlowGraph): ArchyMap {
  const { location: _location, ...onFault } = graph.onFault ?? {};
  const fields: Record<string, unknown> = {
    ...graph,
    settings: telling(graph.settings),
    onFault: graph.onFault && onFault,
  };
  return Object.fromEntries(
    FRAME.flatMap((key) => (fields[key] === undefined ? [] : [[key, normalValue(plain(fields[key]))] as const])),
  );
}

/** A value without what JSON does not have: getters, undefined. */
export function plain(value: unknown): ArchyValue {
  return JSON.parse(JSON.stringify(value)) as ArchyValue;
}
