import { normalValue, telling } from "../archy/normal.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { normalProperties, plain } from "../graph/normal-form.ts";
import { type Incoming, predecessors } from "../graph/reach.ts";
import { enteredContainers, namedContainers, withNames } from "../graph/targets.ts";
import type { FlowContainer, FlowGraph, NodeId } from "../graph/types.ts";
import { freeName } from "../name-map.ts";
import type { NodeData } from "./types.ts";

/** A graph prepared for comparison: in normal form, with containers by name instead of refId. */
export interface View {
  readonly graph: FlowGraph;
  readonly nodes: ReadonlyMap<NodeId, NodeData>;
  readonly incoming: ReadonlyMap<NodeId, readonly Incoming[]>;
  /** Containers by kind and name, numbered in order if several have the same name. */
  readonly containers: ReadonlyMap<string, FlowContainer>;
  readonly frame: ArchyMap;
}

export function viewOf(graph: FlowGraph): View {
  const containers = containersByKey(graph);
  const keys = new Map([...containers].map(([key, container]) => [container, key]));
  const byKey = <V extends ArchyValue>(value: V): V => withNames(graph, value, (container) => keys.get(container));
  const nodes = new Map(
    [...graph.nodes].map(([id, node]): [NodeId, NodeData] => {
      const { kind, name, unnamed, transitions, implicit } = node;
      const properties = byKey(normalProperties(node));
      return [
        id,
        {
          kind,
          name,
          ...(unnamed && { unnamed }),
          properties,
          transitions: { ...transitions },
          ...(implicit && { implicit: [...implicit] }),
        },
      ];
    }),
  );
  return { graph, nodes, incoming: predecessors(graph), containers, frame: byKey(frameOf(graph)) };
}

/** Containers by key in a difference: `task Check PIN`, `task Check PIN-2`, `periodicState`. */
export function containersByKey(graph: FlowGraph): Map<string, FlowContainer> {
  const byKey = new Map<string, FlowContainer>();
  const called = [...graph.nodes.values()].flatMap((node) => namedContainers(graph, node));
  const named = new Set([...called, ...enteredContainers(graph)]);
  for (const container of graph.containers) {
    // The start and the jumps determine where control enters a state or a bot. The name does not matter.
    const isOnlyName = (container.kind === "state" || container.kind === "bot") && !named.has(container);
    if (isOnlyName && container.slot !== "periodicState") continue;
    const wanted = container.slot ?? `${container.kind} ${container.name}`;
    const key = freeName(wanted, (name) => byKey.has(name));
    byKey.set(key, container);
  }
  return byKey;
}

/** Properties of a graph besides its nodes, variables and containers. */
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
