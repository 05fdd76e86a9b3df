import { normalValue } from "../archy/normal.ts";
import { plain } from "../graph/normal-form.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";
import { matchNodes, type Pairs } from "./match.ts";
import type { ContainerChange, GraphDiff, NodeChange, NodeData, TransitionChange } from "./types.ts";
import { valueChanges } from "./values.ts";
import { variableChanges } from "./variables.ts";
import { type View, viewOf } from "./view.ts";

/**
 * The changes from one graph to another. The order of keys, `noValue` bindings, refIds and source places do not count
 * as changes. The difference between a graph and itself is empty (`isEmptyDiff`).
 * `applyDiff(before, diffGraphs(before, after))` always returns `after`.
 */
export function diffGraphs(before: FlowGraph, after: FlowGraph): GraphDiff {
  const [a, b] = [viewOf(before), viewOf(after)];
  const pairs = matchNodes(a, b);
  const start = targetChange(before.start, after.start, a, pairs);
  const order = containerOrder(a, b);
  return {
    nodes: nodeChanges(a, b, pairs),
    ...(start ? { start } : {}),
    frame: valueChanges(a.frame, b.frame),
    variables: variableChanges(before.variables, after.variables),
    containers: containerChanges(a, b, pairs),
    ...(order ? { containerOrder: order } : {}),
  };
}

export function isEmptyDiff(diff: GraphDiff): boolean {
  const { nodes, start, frame, variables, containers, containerOrder } = diff;
  const lists = [nodes, frame, variables, containers, containerOrder ?? []];
  return start === undefined && lists.every((list) => list.length === 0);
}

/** The ids of nodes whose id changed, from old to new. */
export function renamedIn({ nodes }: GraphDiff): ReadonlyMap<NodeId, NodeId> {
  return new Map(
    nodes.flatMap((change) => ("node" in change || change.was === undefined ? [] : [[change.was, change.id] as const])),
  );
}

function nodeChanges(a: View, b: View, pairs: Pairs): NodeChange[] {
  const placed = ({ graph }: View, change: NodeChange): NodeChange => {
    const location = graph.nodes.get(change.id)?.location;
    return location ? { ...change, location } : change;
  };
  const present = [...b.nodes].flatMap(([id, node]) => {
    const was = pairs.back.get(id);
    if (was === undefined) return placed(b, { change: "added", id, node });
    const change = nodeChange(a, b, { was, id }, pairs);
    return change ? placed(b, change) : [];
  });
  const removed = [...a.nodes].filter(([id]) => !pairs.forth.has(id));
  return [...present, ...removed.map(([id, node]) => placed(a, { change: "removed", id, node }))];
}

function nodeChange(a: View, b: View, o: { was: NodeId; id: NodeId }, pairs: Pairs): NodeChange | undefined {
  const [before, after] = [a.nodes.get(o.was) as NodeData, b.nodes.get(o.id) as NodeData];
  const renamed = o.was !== o.id;
  const values = valueChanges(before.properties, after.properties);
  const transitions = transitionChanges(before, after, a, pairs);
  const moved = hasMoved(a, b, o, pairs);
  // A node without a display name uses its id.
  const standIn = before.unnamed ? after.unnamed === true : before.name === o.was && after.name === o.id;
  const named = before.unnamed !== after.unnamed || (before.name !== after.name && !standIn);
  const says = values.length > 0 || named || before.kind !== after.kind;
  if (!says && transitions.length === 0 && !moved && !renamed) return undefined;
  return {
    change: says ? "changed" : transitions.length > 0 ? "rewired" : moved ? "moved" : "renamed",
    id: o.id,
    ...(renamed && { was: o.was }),
    ...(moved && { moved }),
    kind: after.kind,
    ...(before.kind !== after.kind && { kindWas: before.kind }),
    name: after.name,
    ...(after.unnamed && { unnamed: true }),
    ...(before.name !== after.name && { nameWas: before.name }),
    values,
    transitions,
  };
}

function transitionChanges(before: NodeData, after: NodeData, a: View, pairs: Pairs): TransitionChange[] {
  const transitions = new Set([...Object.keys(after.transitions), ...Object.keys(before.transitions)]);
  return [...transitions].flatMap((transition) => {
    const change = targetChange(before.transitions[transition], after.transitions[transition], a, pairs);
    const implicit = after.implicit?.includes(transition) && { implicit: true as const };
    return change ? [{ transition, ...change, ...implicit }] : [];
  });
}

/**
 * The change of a target, from an id of the old graph to an id of the new graph. Undefined if both are the same node.
 */
function targetChange(
  from: NodeId | undefined,
  to: NodeId | undefined,
  a: View,
  pairs: Pairs,
): { from?: NodeId; to?: NodeId } | undefined {
  if (from === undefined) return to === undefined ? undefined : { to };
  const now = a.nodes.has(from) ? pairs.forth.get(from) : from;
  return now !== undefined && now === to ? undefined : { from, ...(to === undefined ? {} : { to }) };
}

const START = "\0start";

/** Whether a node lost all its neighbours, before and after it, although both graphs contain some of them. */
function hasMoved(a: View, b: View, o: { was: NodeId; id: NodeId }, pairs: Pairs): true | undefined {
  const old = (a.incoming.get(o.was) ?? []).map(({ from }) => pairs.forth.get(from));
  const now = (b.incoming.get(o.id) ?? []).map(({ from }) => from);
  if (a.graph.start === o.was) old.push(START);
  if (b.graph.start === o.id) now.push(START);
  const isKnown = (from: NodeId) => from === START || pairs.back.has(from);
  if (old.every((from) => from === undefined) || !now.some(isKnown)) return undefined;
  if (now.some((from) => old.includes(from))) return undefined;
  const followed = Object.values(a.nodes.get(o.was)?.transitions ?? {}).map((id) => pairs.forth.get(id));
  const follows = Object.values(b.nodes.get(o.id)?.transitions ?? {});
  return follows.length === 0 || follows.some((id) => followed.includes(id)) ? undefined : true;
}

function containerChanges(a: View, b: View, pairs: Pairs): ContainerChange[] {
  const changes: ContainerChange[] = [];
  for (const [key, container] of b.containers) {
    const { kind } = container;
    const old = a.containers.get(key);
    if (!old) {
      changes.push({ change: "added", kind, key, container });
      continue;
    }
    const values = valueChanges(normalValue(plain(old.properties)), normalValue(plain(container.properties)));
    const variables = variableChanges(old.variables, container.variables);
    const start = targetChange(old.start, container.start, a, pairs);
    if (values.length + variables.length > 0 || start) {
      changes.push({ change: "changed", kind, key, values, variables, ...(start ? { start } : {}) });
    }
  }
  for (const [key, container] of a.containers) {
    if (!b.containers.has(key)) changes.push({ change: "removed", kind: container.kind, key, container });
  }
  return changes;
}

/** Keys in the order of the new graph. Undefined if this is the old order with the new keys at the end. */
function containerOrder(a: View, b: View): string[] | undefined {
  const wanted = [...b.containers.keys()];
  const natural = naturalOrder([...a.containers.keys()], wanted);
  return natural.join("\n") === wanted.join("\n") ? undefined : wanted;
}

/** The kept keys in their old order, followed by the new keys. */
export function naturalOrder(before: readonly string[], after: readonly string[]): string[] {
  return [...before.filter((key) => after.includes(key)), ...after.filter((key) => !before.includes(key))];
}
