import type { ArchyValue } from "../archy/types.ts";
import { NODE_ID } from "../definition/vocabulary.ts";
import { DEFAULT, pathsOfTask } from "../graph/output-paths.ts";
import { calledContainer, roots } from "../graph/reach.ts";
import { enteredContainers, namedContainers, withTargets } from "../graph/targets.ts";
import type { FlowContainer, FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { slug } from "../lift/ids.ts";
import { freeName } from "../name-map.ts";
import type { PrintedTask } from "./print.ts";

/** The reason why a definition cannot express a flow, as a sentence without its full stop, and the affected node. */
export interface Unwritable {
  readonly reason: string;
  readonly node?: NodeId;
}

/** A task that nodes call, in definition form. */
export interface CalledTask extends Omit<PrintedTask, "name" | "nodes"> {
  readonly container: FlowContainer;
  readonly nodes: ReadonlySet<NodeId>;
}

/** The tasks that reachable nodes call, with their nodes. `reasons` lists what a definition cannot express. */
export function calledTasks(graph: FlowGraph): {
  readonly tasks: readonly CalledTask[];
  readonly reasons: readonly Unwritable[];
} {
  const reasons: Unwritable[] = [];
  const tasks = new Map<FlowContainer, CalledTask>();
  const flow = followed(graph, roots(graph));
  const owner = new Map<NodeId, string>([...flow].map((id) => [id, "the flow"]));
  const keys = new Set<string>();
  const named = (id: NodeId) => namedContainers(graph, graph.nodes.get(id) as FlowNode);
  const waiting = [...enteredContainers(graph), ...[...flow].flatMap(named)];
  for (const container of waiting) {
    if (container.kind !== "task" || tasks.has(container)) continue;
    const { name, start } = container;
    if (start === undefined) {
      const node = [...graph.nodes.values()].find((one) => namedContainers(graph, one).includes(container))?.id;
      const reason = `a definition cannot express the task '${name}', which has no actions`;
      reasons.push({ reason, ...(node !== undefined && { node }) });
      continue;
    }
    const nodes = followed(graph, [start]);
    const shared = [...nodes].find((own) => owner.has(own));
    if (shared !== undefined) {
      const before = [...nodes].find((id) => Object.values(graph.nodes.get(id)?.transitions ?? {}).includes(shared));
      const to = `'${graph.nodes.get(shared)?.name}' of ${owner.get(shared)}`;
      const reason = `a definition cannot express the task '${name}', which has a transition to the action ${to}`;
      reasons.push({ reason, node: before ?? start });
      continue;
    }
    const { description, outputPaths: _paths, ...more } = container.properties;
    if (Object.keys(more).length > 0 || (description !== undefined && typeof description !== "string")) {
      const beyond = Object.keys(container.properties).join(", ");
      reasons.push({ reason: `a definition cannot yet express the task '${name}' with ${beyond}`, node: start });
    }
    for (const own of nodes) owner.set(own, `the task '${name}'`);
    const wanted = NODE_ID.test(name) && !(name in {}) ? name : slug(name) || "task";
    const key = freeName(wanted, (one) => keys.has(one));
    keys.add(key);
    tasks.set(container, {
      key,
      container,
      start,
      nodes,
      ...(typeof description === "string" ? { description } : {}),
      paths: pathsOf(graph, container),
    });
    waiting.push(...[...nodes].flatMap(named));
  }
  // In document order.
  return { tasks: graph.containers.flatMap((container) => tasks.get(container) ?? []), reasons };
}

function followed(graph: FlowGraph, starts: readonly NodeId[]): Set<NodeId> {
  const found = new Set(starts.filter((id) => graph.nodes.has(id)));
  for (const id of found) {
    for (const target of Object.values(graph.nodes.get(id)?.transitions ?? {})) {
      if (graph.nodes.has(target)) found.add(target);
    }
  }
  return found;
}

/** The paths that a task declares, and the paths that calls to the task use. */
function pathsOf(graph: FlowGraph, container: FlowContainer): string[] {
  const calls = [...graph.nodes.values()].filter((node) => calledContainer(graph, node) === container);
  const transitions = calls.flatMap(({ transitions }) => Object.keys(transitions));
  return [...new Set([...pathsOfTask(container.properties), ...transitions])].filter((path) => path !== DEFAULT);
}

/** Renames tasks to their keys in the definition, and menus to their nodes. */
export function withKeys(graph: FlowGraph, tasks: readonly CalledTask[]): FlowGraph {
  const refIds = new Map(tasks.map(({ key, container }) => [`task ${container.refId}`, key]));
  for (const { kind, refId, start } of graph.containers) {
    if (kind === "menu" && start !== undefined) refIds.set(`menu ${refId}`, start);
  }
  const named = <V extends ArchyValue>(value: V): V =>
    withTargets(value, (kind, refId) => refIds.get(`${kind} ${refId}`) ?? refId);
  const { onFault } = graph;
  return {
    ...graph,
    containers: graph.containers.map((one) => ({ ...one, refId: refIds.get(`${one.kind} ${one.refId}`) ?? one.refId })),
    settings: named(graph.settings),
    ...(onFault ? { onFault: { ...onFault, then: named(onFault.then) } } : {}),
    nodes: new Map([...graph.nodes].map(([id, node]) => [id, { ...node, properties: named(node.properties) }])),
  };
}
