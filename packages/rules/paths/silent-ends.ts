import { actionOf, type FlowGraph, type FlowNode, type NodeId } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import { isHeardAt, stopsAtEnd, talks } from "./heard.ts";
import { following } from "./next.ts";
import { labelOf } from "./nodes.ts";

/** The end of a path on which the customer hears nothing. */
export interface SilentEnd {
  /** The last node. */
  readonly node: FlowNode;
  /** It disconnects; otherwise nothing follows it. */
  readonly hangsUp: boolean;
}

/** The silent ends of a flow. */
export interface SilentEnds {
  /** The nearest silent end on a path that begins at a node. */
  from(id: NodeId): SilentEnd | undefined;
  /** The nearest silent end on a path of a node that has no transition. */
  afterEnd(node: FlowNode): SilentEnd | undefined;
}

/**
 * Where a conversation can end before the customer hears or reads anything and before anyone else gets it. None in flows that
 * talk with nobody.
 */
export function silentEnds(flow: FlowSubject): SilentEnds {
  const { graph } = flow;
  const found = new Map<NodeId, SilentEnd>();
  if (!talks(graph.type, graph.module)) return { from: () => undefined, afterEnd: () => undefined };
  const stops = endsConversation(graph);
  const { after, afterEnd } = following(graph);
  const before = new Map<NodeId, NodeId[]>();
  for (const node of graph.nodes.values()) {
    if (isHeardAt(node)) continue;
    const next = after(node);
    const hangsUp = isHangUp(node);
    if (hangsUp || (stops && next.stops)) found.set(node.id, { node, hangsUp });
    for (const id of next.to) before.set(id, [...(before.get(id) ?? []), node.id]);
  }
  const labels = new Map([...found.values()].map(({ node }) => [node.id, labelOf(flow, node)]));
  const isFirst = (a: SilentEnd, b: SilentEnd) => (labels.get(a.node.id) as string) < (labels.get(b.node.id) as string);
  let reached = new Map(found);
  while (reached.size > 0) {
    const further = new Map<NodeId, SilentEnd>();
    for (const [id, end] of reached) {
      for (const from of before.get(id) ?? []) {
        const known = further.get(from);
        if (!found.has(from) && (!known || isFirst(end, known))) further.set(from, end);
      }
    }
    for (const [id, end] of further) found.set(id, end);
    reached = further;
  }
  return {
    from: (id) => found.get(id),
    afterEnd(node) {
      const next = afterEnd(node);
      if (stops && next.stops) return { node, hangsUp: false };
      return next.to.flatMap((id) => found.get(id) ?? [])[0];
    },
  };
}

/** Whether the conversation ends where a flow has no next action. An email flow may hand the email to a queue instead. */
function endsConversation({ type, settings }: FlowGraph): boolean {
  const handling = JSON.stringify(settings["settingsInboundEmailHandling"] ?? {});
  return stopsAtEnd(type) && !handling.includes('"queue"');
}

function isHangUp({ kind }: FlowNode): boolean {
  const info = actionOf(kind);
  return info?.hangsUp === true || (info?.acts !== undefined && actionOf(info.acts)?.hangsUp === true);
}
