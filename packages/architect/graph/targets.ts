import { flowTypes } from "../archy/flow-types.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { getList, getText, isMap, valueAt } from "../archy/values.ts";
import type { FlowContainer, FlowGraph, FlowNode } from "./types.ts";

type Kind = FlowContainer["kind"];

/**
 * Maps each property of an action or of the settings that contains the refId of a container to the kind of container.
 */
const kindOfKey: Readonly<Record<string, Kind>> = {
  targetTaskRef: "task",
  targetMenuRef: "menu",
  targetStateRef: "state",
};

/** A copy of a value in which each container name is replaced. Values below `lit` are not names. */
export function withTargets<V extends ArchyValue>(value: V, to: (kind: Kind, text: string) => string): V {
  const walk = (inner: ArchyValue): ArchyValue => {
    if (Array.isArray(inner)) {
      const made = inner.map(walk);
      return made.some((item, index) => item !== inner[index]) ? made : inner;
    }
    if (!isMap(inner)) return inner;
    let made: ArchyMap | undefined;
    for (const key of Object.keys(inner)) {
      const child = inner[key] as ArchyValue;
      if (key === "lit") continue;
      const kind = typeof child === "string" ? kindOfKey[key] : undefined;
      const changed = kind === undefined ? walk(child) : to(kind, child as string);
      if (changed !== child) made = { ...(made ?? inner), [key]: changed };
    }
    return made ?? inner;
  };
  return walk(value) as V;
}

/**
 * A copy of a value in which other names replace the refIds of containers. A container without another name keeps its
 * refId.
 */
export function withNames<V extends ArchyValue>(
  { containers }: Pick<FlowGraph, "containers">,
  value: V,
  nameOf: (container: FlowContainer) => string | undefined,
): V {
  if (containers.length === 0) return value;
  return withTargets(value, (kind, refId) => {
    const named = containers.find((one) => one.kind === kind && one.refId === refId);
    return (named && nameOf(named)) ?? refId;
  });
}

/** The containers that a value refers to by refId, in order, including duplicates. */
export function namedIn(graph: Pick<FlowGraph, "containers">, value: ArchyValue): FlowContainer[] {
  const found: FlowContainer[] = [];
  withNames(graph, value, (container) => void found.push(container));
  return found;
}

/** The containers that a node calls, or refers to anywhere in its properties. */
export function namedContainers(graph: Pick<FlowGraph, "containers">, node: FlowNode): FlowContainer[] {
  return namedIn(graph, node.properties);
}

/** The parts of a flow, besides its nodes, that may refer to containers. */
function frameValues({ settings, onFault }: Pick<FlowGraph, "settings" | "onFault">): ArchyMap {
  return onFault ? { settings, then: onFault.then } : { settings };
}

/**
 * The tasks that a bot's intents start, by name (reference/export-shapes.md, "Bots"): `intentSettings: [{intent: {name,
 * task: {name}}}]`.
 */
export function intentTasks({ type, settings }: Pick<FlowGraph, "type" | "settings">): Set<string> {
  if (!flowTypes[type].containers.some(({ item }) => item === "bot")) return new Set();
  const intents = getList(settings["settingsBotFlow"], "intentSettings");
  return new Set(intents.flatMap((item) => getText(valueAt(item, ["intent", "task"]), "name") ?? []));
}

/** The containers that the settings refer to. The platform enters them for an intent, for knowledge, or on a fault. */
export function enteredContainers(
  graph: Pick<FlowGraph, "type" | "settings" | "onFault" | "containers">,
): FlowContainer[] {
  if (graph.containers.length === 0) return [];
  const intents = intentTasks(graph);
  const named = new Set(namedIn(graph, frameValues(graph)));
  return graph.containers.filter((one) => named.has(one) || (one.kind === "task" && intents.has(one.name)));
}
