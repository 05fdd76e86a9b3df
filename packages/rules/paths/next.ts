import {
  actionOf,
  calledContainer,
  type FlowGraph,
  type FlowNode,
  getMap,
  getText,
  type NodeId,
  outputPathsOf,
} from "@genesys-flows/architect";

/** The continuation of a node: successors, and whether a path has no next action, even in a caller of the task. */
interface Next {
  readonly to: readonly NodeId[];
  readonly stops: boolean;
}

/** Resolves where control continues in a flow, through called tasks. */
export function following(graph: FlowGraph) {
  const calls = callsByNode(graph);
  const inMenu = menuNodes(graph);
  const returned = (node: FlowNode, path: string | undefined, seen: Set<NodeId>): Next => {
    const callers = calls.get(node.id) ?? [];
    if (callers.length === 0) return { to: [], stops: !inMenu.has(node.id) };
    const found = callers.filter(({ id }) => !seen.has(id)).map((call) => afterCall(call, path, seen.add(call.id)));
    return { to: found.flatMap(({ to }) => to), stops: found.some(({ stops }) => stops) };
  };
  const afterCall = (call: FlowNode, path: string | undefined, seen: Set<NodeId>): Next => {
    const target = path === undefined ? undefined : call.transitions[path];
    const targets = target === undefined ? Object.values(call.transitions) : [target];
    return targets.length > 0 ? { to: targets, stops: false } : returned(call, undefined, seen);
  };
  return { after, afterEnd };

  /** The continuation of a node's path without a transition. Actions of a menu choice return to the menu. */
  function afterEnd(node: FlowNode): Next {
    return returned(node, getText(getMap(node.properties, "outputPath"), "name"), new Set<NodeId>());
  }

  /**
   * The continuation of a node on all given paths: a call to a task continues in the task, and the end of the task
   * continues after each of its calls.
   */
  function after(node: FlowNode, isTaken: (path: string) => boolean = () => true): Next {
    const container = node.kind === "callTask" ? calledContainer(graph, node) : undefined;
    if (container?.start !== undefined) return { to: [container.start], stops: false };
    const targets = Object.entries(node.transitions).flatMap(([path, to]) => (isTaken(path) ? to : []));
    if (!mayStop(node, isTaken)) return { to: targets, stops: false };
    const ended = afterEnd(node);
    return { to: [...targets, ...ended.to], stops: ended.stops };
  }
}

/** Whether a path of the node has no transition. Returning to an agent or a menu does not count as an end. */
function mayStop(node: FlowNode, isTaken: (path: string) => boolean): boolean {
  const info = actionOf(node.kind);
  if (node.kind === "end" || isMenu(node)) return false;
  if (info?.terminal) return info.endsPart && Object.keys(node.transitions).length === 0;
  const paths = outputPathsOf(node);
  if (paths.length === 0) return info?.leaves !== true;
  return paths.some((path) => isTaken(path) && !Object.hasOwn(node.transitions, path));
}

/** Whether a node is a menu or a nested menu. */
export function isMenu({ kind }: FlowNode): boolean {
  return kind === "menu" || actionOf(kind)?.properties["choices"] !== undefined;
}

/** For each node of a called task, the nodes that call the task. */
function callsByNode(graph: FlowGraph): Map<NodeId, FlowNode[]> {
  const calls = new Map<NodeId, FlowNode[]>();
  for (const call of graph.nodes.values()) {
    const start = call.kind === "callTask" ? calledContainer(graph, call)?.start : undefined;
    if (start !== undefined) calls.set(start, [...(calls.get(start) ?? []), call]);
  }
  const found = new Map<NodeId, FlowNode[]>();
  for (const [start, callers] of calls) {
    for (const id of nodesFrom(graph, [start])) found.set(id, [...(found.get(id) ?? []), ...callers]);
  }
  return found;
}

function menuNodes(graph: FlowGraph): Set<NodeId> {
  const choices = [...graph.nodes.values()].filter(({ kind }) => kind === "menuTask").map(({ id }) => id);
  return nodesFrom(graph, choices);
}

/**
 * The nodes reachable by transitions from given nodes, including the given nodes. Does not continue past a closed node.
 */
export function nodesFrom(graph: FlowGraph, from: readonly NodeId[], isOpen = (_node: FlowNode) => true): Set<NodeId> {
  const next = (node: FlowNode) => (isOpen(node) ? Object.values(node.transitions) : []);
  return new Set([...reached(graph, from, next)].map(({ id }) => id));
}

/**
 * The nodes reachable from given nodes, including the given nodes, without duplicates, nearest first. Calls `next` for
 * a node only after yielding it.
 */
export function* reached(
  graph: FlowGraph,
  from: readonly NodeId[],
  next: (node: FlowNode) => readonly NodeId[],
): Generator<FlowNode> {
  const waiting = new Set(from);
  for (const id of waiting) {
    const node = graph.nodes.get(id);
    if (!node) continue;
    yield node;
    for (const to of next(node)) waiting.add(to);
  }
}

/** The node with an id; undefined if nothing follows. */
export function nodeAt(graph: FlowGraph, id: NodeId | undefined): FlowNode | undefined {
  return id === undefined ? undefined : graph.nodes.get(id);
}

/** The target of a node's path; undefined if nothing follows. */
export function targetOf({ transitions }: FlowNode, path: string): NodeId | undefined {
  return Object.hasOwn(transitions, path) ? transitions[path] : undefined;
}
