import { normalValue } from "../archy/normal.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { plain } from "../graph/normal-form.ts";
import { retargeted } from "../graph/rename.ts";
import { withTargets } from "../graph/targets.ts";
import type { FlowContainer, FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { freeName } from "../name-map.ts";
import { naturalOrder, renamedIn } from "./graphs.ts";
import type { ContainerChange, GraphDiff, NodeChange, NodeData } from "./types.ts";
import { applyValues } from "./values.ts";
import { applyVariables } from "./variables.ts";
import { containersByKey, viewOf } from "./view.ts";

/**
 * Applies a difference to a graph: returns the second graph of `diffGraphs`. Values are in normal form. Existing nodes
 * keep their source locations.
 * @throws Error if the difference does not match the graph
 */
export function applyDiff(before: FlowGraph, diff: GraphDiff): FlowGraph {
  const view = viewOf(before);
  const renamed = renamedIn(diff);
  const ids = (id: NodeId) => renamed.get(id) ?? id;
  const containers = appliedContainers(before, diff, ids);
  const refIds = new Map([...containers].map(([key, { refId }]) => [key, refId]));
  const nodes = new Map<NodeId, FlowNode>();
  const changes = new Map(diff.nodes.map((change) => [keyOf(change), change]));
  for (const change of diff.nodes) if (change.change !== "added") known(view.nodes, keyOf(change), "node");
  for (const [id, data] of view.nodes) {
    const change = changes.get(id);
    if (change?.change === "removed") continue;
    const made = change && !("node" in change) ? changed(data, change, ids) : rewired(data, ids);
    const { location, path } = before.nodes.get(id) as FlowNode;
    const kept = { id: ids(id), ...withRefId(made, refIds) };
    nodes.set(kept.id, { ...kept, ...(location && { location }), ...(path && { path }) });
  }
  for (const change of diff.nodes) {
    if (change.change === "added") nodes.set(change.id, { id: change.id, ...withRefId(change.node, refIds) });
  }
  const start = diff.start ? diff.start.to : before.start && ids(before.start);
  const { location } = before;
  return {
    ...(byRefId(applyValues(view.frame, diff.frame) as ArchyMap, refIds) as unknown as Omit<FlowGraph, "nodes">),
    variables: applyVariables(before.variables, diff.variables),
    ...(start !== undefined && { start }),
    nodes,
    containers: [...containers.values()],
    ...(location && { location }),
  };
}

/**
 * The id of a changed node in the old graph. For an added node, its new id with a mark, so that it differs from all old
 * ids.
 */
function keyOf(change: NodeChange): string {
  if (change.change === "added") return `added ${change.id}`;
  return "node" in change ? change.id : (change.was ?? change.id);
}

function known<T>(map: ReadonlyMap<string, T>, key: string, what: string): T {
  const found = map.get(key);
  if (found === undefined)
    throw new Error(`The difference cannot be applied to the graph: the ${what} '${key}' does not exist.`);
  return found;
}

function changed(
  data: NodeData,
  change: Exclude<NodeChange, { node: NodeData }>,
  ids: (id: NodeId) => NodeId,
): NodeData {
  const { implicit = [], ...before } = rewired(data, ids);
  const transitions = { ...before.transitions };
  const falls = new Set(implicit);
  for (const { transition, to, implicit: falling } of change.transitions) {
    if (to === undefined) delete transitions[transition];
    else transitions[transition] = to;
    if (falling) falls.add(transition);
    else falls.delete(transition);
  }
  return {
    kind: change.kind,
    name: change.name,
    ...(change.unnamed && { unnamed: true }),
    properties: applyValues(data.properties, change.values) as ArchyMap,
    transitions,
    ...(falls.size > 0 && { implicit: [...falls] }),
  };
}

function rewired(data: NodeData, ids: (id: NodeId) => NodeId): NodeData {
  return { ...data, transitions: retargeted(data.transitions, ids) };
}

/** A node with refIds in place of container names. */
function withRefId(data: NodeData, refIds: ReadonlyMap<string, string>): NodeData {
  return { ...data, properties: byRefId(data.properties, refIds) };
}

function byRefId<V extends ArchyValue>(value: V, refIds: ReadonlyMap<string, string>): V {
  return withTargets(value, (_kind, key) => refIds.get(key) ?? key);
}

function appliedContainers(
  before: FlowGraph,
  diff: GraphDiff,
  ids: (id: NodeId) => NodeId,
): Map<string, FlowContainer> {
  const made = new Map<string, FlowContainer>();
  const old = containersByKey(before);
  const changes = new Map(diff.containers.map((change) => [change.key, change]));
  for (const { change, key } of diff.containers) if (change !== "added") known(old, key, "container");
  for (const [key, container] of old) {
    const change = changes.get(key);
    if (change?.change !== "removed") made.set(key, appliedContainer(container, change, ids));
  }
  const taken = new Set([...made.values()].map(({ refId }) => refId));
  for (const change of diff.containers) {
    if (change.change !== "added") continue;
    const refId = freeName(change.container.refId, (name) => taken.has(name));
    taken.add(refId);
    made.set(change.key, { ...change.container, refId });
  }
  const order = diff.containerOrder ?? naturalOrder([...old.keys()], [...made.keys()]);
  return new Map(order.map((key) => [key, known(made, key, "container")]));
}

function appliedContainer(
  container: FlowContainer,
  change: ContainerChange | undefined,
  ids: (id: NodeId) => NodeId,
): FlowContainer {
  const { start: oldStart, ...rest } = container;
  const changed = change?.change === "changed" ? change : undefined;
  const start = changed?.start ? changed.start.to : oldStart && ids(oldStart);
  return {
    ...rest,
    ...(changed && {
      variables: applyVariables(container.variables, changed.variables),
      properties: applyValues(normalValue(plain(container.properties)), changed.values) as ArchyMap,
    }),
    ...(start !== undefined && { start }),
  };
}
