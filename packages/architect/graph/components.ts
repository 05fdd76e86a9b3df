import { successors } from "./reach.ts";
import type { FlowGraph, NodeId } from "./types.ts";

/**
 * The groups of nodes in which each leads to each (Tarjan's strongly connected components), a group before those that
 * lead to it; a node that is in no circle is a group of its own. Only the given nodes and the ways between them count.
 */
export function components(graph: FlowGraph, within: ReadonlySet<NodeId>): NodeId[][] {
  const found: NodeId[][] = [];
  const number = new Map<NodeId, number>();
  const low = new Map<NodeId, number>();
  const open: NodeId[] = [];
  const isOpen = new Set<NodeId>();
  for (const root of within) {
    if (number.has(root)) continue;
    const stack: { id: NodeId; next: NodeId[] }[] = [];
    const enter = (id: NodeId) => {
      number.set(id, number.size);
      low.set(id, number.get(id) as number);
      open.push(id);
      isOpen.add(id);
      stack.push({ id, next: successors(graph, id).filter((target) => within.has(target)) });
    };
    enter(root);
    for (let top = stack[stack.length - 1]; top; top = stack[stack.length - 1]) {
      const target = top.next.pop();
      if (target !== undefined) {
        if (!number.has(target)) enter(target);
        else if (isOpen.has(target)) lower(low, top.id, number.get(target) as number);
        continue;
      }
      stack.pop();
      const above = stack[stack.length - 1];
      if (above) lower(low, above.id, low.get(top.id) as number);
      if (low.get(top.id) === number.get(top.id)) found.push(close(top.id, open, isOpen));
    }
  }
  return found;
}

function lower(low: Map<NodeId, number>, id: NodeId, to: number): void {
  low.set(id, Math.min(low.get(id) as number, to));
}

function close(root: NodeId, open: NodeId[], isOpen: Set<NodeId>): NodeId[] {
  const group = open.splice(open.lastIndexOf(root));
  for (const id of group) isOpen.delete(id);
  return group;
}
