import { actionOf, type FlowGraph, type FlowNode, type NodeId } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import { isHeardAt, stopsAtEnd, talks } from "./heard.ts";
import { following, reached } from "./next.ts";
import { labelOf } from "./nodes.ts";

/** Kinds of actions whose failure the flow may ignore silently. */
export const READS_OR_WRITES: ReadonlySet<string> = new Set(["data", "lookup"]);

/** The end of a path on which the customer hears nothing. */
export interface SilentEnd {
  readonly node: FlowNode;
  /** Whether the node disconnects; otherwise, nothing follows it. */
  readonly hangsUp: boolean;
}

export interface SilentEnds {
  /** The nearest silent end on a path that begins at a node. */
  from(id: NodeId): SilentEnd | undefined;
  /** Whether every path from a node to a silent end passes through one of these nodes. */
  isBehind(id: NodeId, isPassed: (node: FlowNode) => boolean): boolean;
  /** The nearest silent end on a node's path without a transition. */
  afterEnd(node: FlowNode): SilentEnd | undefined;
}

/**
 * Finds ends of a conversation that the customer reaches without hearing or reading anything and without being
 * transferred. Empty for flows without a customer. The failure of a data action or lookup along the path is checked
 * separately at that action, so a second lookup after a failed one counts as handling.
 */
export function silentEnds(flow: FlowSubject): SilentEnds {
  const { graph } = flow;
  const found = new Map<NodeId, SilentEnd>();
  if (!talks(graph.type, graph.module)) {
    return { from: () => undefined, isBehind: () => true, afterEnd: () => undefined };
  }
  const stops = endsConversation(graph);
  const { after, afterEnd } = following(graph);
  const before = new Map<NodeId, NodeId[]>();
  for (const node of graph.nodes.values()) {
    if (isHeardAt(node)) continue;
    const failures = ownFailures(node);
    const next = after(node, (path) => !failures.includes(path));
    const hangsUp = isHangUp(node);
    if (hangsUp || (stops && next.stops)) found.set(node.id, { node, hangsUp });
    for (const id of next.to) before.set(id, [...(before.get(id) ?? []), node.id]);
  }
  const ends = new Set(found.keys());
  const labels = new Map([...found.values()].map(({ node }) => [node.id, labelOf(flow, node)]));
  const isFirst = (a: SilentEnd, b: SilentEnd) => (labels.get(a.node.id) as string) < (labels.get(b.node.id) as string);
  let latest = new Map(found);
  while (latest.size > 0) {
    const further = new Map<NodeId, SilentEnd>();
    for (const [id, end] of latest) {
      for (const from of before.get(id) ?? []) {
        const known = further.get(from);
        if (!found.has(from) && (!known || isFirst(end, known))) further.set(from, end);
      }
    }
    for (const [id, end] of further) found.set(id, end);
    latest = further;
  }
  return {
    from: (id) => found.get(id),
    isBehind(id, isPassed) {
      const isOpen = (node: FlowNode) => found.has(node.id) && !isPassed(node);
      for (const node of reached(graph, [id], (one) => (isOpen(one) ? after(one).to : [])))
        if (isOpen(node) && ends.has(node.id)) return false;
      return true;
    },
    afterEnd(node) {
      const next = afterEnd(node);
      if (stops && next.stops) return { node, hangsUp: false };
      return next.to.flatMap((id) => found.get(id) ?? [])[0];
    },
  };
}

/** The failure paths of an action that reads or writes something. */
function ownFailures({ kind }: FlowNode): readonly string[] {
  const failures = actionOf(kind)?.failures;
  return failures && READS_OR_WRITES.has(failures.of) ? failures.paths : [];
}

/**
 * Whether the conversation ends when a flow has no next action. An email flow may pass the email to a queue instead.
 */
function endsConversation({ type, settings }: FlowGraph): boolean {
  const handling = JSON.stringify(settings["settingsInboundEmailHandling"] ?? {});
  return stopsAtEnd(type) && !handling.includes('"queue"');
}

function isHangUp({ kind }: FlowNode): boolean {
  const info = actionOf(kind);
  return info?.hangsUp === true || (info?.acts !== undefined && actionOf(info.acts)?.hangsUp === true);
}
