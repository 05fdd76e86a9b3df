import { canonical } from "../archy/normal.ts";
import type { ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { normalProperties } from "../graph/outline.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";

/** One value that differs; undefined on the side where it is not there. */
export interface ValueChange {
  /** Dotted path below the node's properties: `audio.tts`; `name` and `kind` for the node's own. */
  readonly path: string;
  readonly from?: ArchyValue;
  readonly to?: ArchyValue;
}

/** One way on that leads elsewhere; undefined where nothing follows. */
export interface WayChange {
  readonly way: string;
  readonly from?: NodeId;
  readonly to?: NodeId;
}

/** What became of one node. */
export type NodeChange =
  | { readonly change: "added" | "removed"; readonly id: NodeId; readonly node: FlowNode }
  | {
      readonly change: "changed";
      readonly id: NodeId;
      readonly before: FlowNode;
      readonly after: FlowNode;
      readonly values: readonly ValueChange[];
      readonly ways: readonly WayChange[];
    };

/**
 * What changed from one graph to another, node by node, matched by id: first what is in the new graph in its order,
 * then what was removed. Empty when no node differs.
 */
export function diffGraphs(before: FlowGraph, after: FlowGraph): NodeChange[] {
  const changes: NodeChange[] = [];
  for (const node of after.nodes.values()) {
    const old = before.nodes.get(node.id);
    if (!old) changes.push({ change: "added", id: node.id, node });
    else {
      const values = [...ownChanges(old, node), ...valueChanges(normalProperties(old), normalProperties(node), "")];
      const ways = wayChanges(old, node);
      if (values.length + ways.length > 0) {
        changes.push({ change: "changed", id: node.id, before: old, after: node, values, ways });
      }
    }
  }
  for (const node of before.nodes.values()) {
    if (!after.nodes.has(node.id)) changes.push({ change: "removed", id: node.id, node });
  }
  return changes;
}

function ownChanges(before: FlowNode, after: FlowNode): ValueChange[] {
  return (["kind", "name"] as const)
    .filter((key) => before[key] !== after[key])
    .map((path) => ({ path, from: before[path], to: after[path] }));
}

function valueChanges(from: ArchyValue, to: ArchyValue, path: string): ValueChange[] {
  if (isMap(from) && isMap(to)) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) => {
      const at = path === "" ? key : `${path}.${key}`;
      if (!Object.hasOwn(from, key)) return [{ path: at, to: to[key] as ArchyValue }];
      if (!Object.hasOwn(to, key)) return [{ path: at, from: from[key] as ArchyValue }];
      return valueChanges(from[key] as ArchyValue, to[key] as ArchyValue, at);
    });
  }
  return canonical(from) === canonical(to) ? [] : [{ path, from, to }];
}

function wayChanges(before: FlowNode, after: FlowNode): WayChange[] {
  const ways = [...new Set([...Object.keys(before.transitions), ...Object.keys(after.transitions)])];
  return ways
    .filter((way) => before.transitions[way] !== after.transitions[way])
    .map((way) => {
      const [from, to] = [before.transitions[way], after.transitions[way]];
      return { way, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    });
}
