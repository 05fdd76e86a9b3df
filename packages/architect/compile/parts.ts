import { actionOf } from "../archy/actions/index.ts";
import type { FlowContainer, FlowGraph, FlowNode, FlowVariable, NodeId } from "../graph/types.ts";
import { freeName } from "../name-map.ts";
import type { Channel, PartKind } from "./channel.ts";

export interface Part {
  readonly kind: PartKind;
  readonly refId: string;
  readonly name: string;
  readonly start?: NodeId;
  /** Set if the first node is in another part, and this part only jumps to that part. */
  readonly jumps?: true;
  /** Set if the part is called and returns, so that its transitions cannot leave it. */
  readonly called?: true;
  /** The variables of the part, if the graph has such variables. */
  readonly variables: readonly FlowVariable[];
  readonly properties: FlowContainer["properties"];
  readonly slot?: FlowContainer["slot"];
}

/** The parts that the graph itself defines, and the unreachable nodes in their lists. */
export interface Division {
  readonly parts: readonly Part[];
  readonly startUp: Part;
  /** Whether the graph was lifted from a document. Joins then keep their positions and do not become parts. */
  readonly kept: boolean;
  /** The unreachable nodes after a node and under its output paths. */
  straysAfter(node: NodeId): readonly NodeId[];
  /** The unreachable node after a node in its list. */
  strayBehind(node: NodeId): NodeId | undefined;
  /** The unreachable node at the end of the list under a node's output path. */
  strayUnder(node: NodeId, transition: string): NodeId | undefined;
  /** The unreachable node at the end of a part that begins with a jump or has no node. */
  strayIn(part: Part): NodeId | undefined;
}

/** Whether a node is a menu. A menu is a part, or a choice in another menu. */
export function isMenu({ kind }: FlowNode): boolean {
  return kind === "menu" || actionOf(kind)?.properties["choices"] !== undefined;
}

/**
 * The parts of a graph. For a lifted graph, these are the parts of its document; for any other graph, its containers
 * and a part for its start.
 */
export function divisionOf(graph: FlowGraph, channel: Channel): Division {
  const called = new Set(graph.containers.filter(({ kind }) => kind === "task").map(({ refId }) => refId));
  const given = graph.layout?.parts ?? graph.containers;
  const parts = given.map((part): Part => {
    const { start, ...rest } = part;
    const known = start !== undefined && graph.nodes.has(start);
    const isCalled = part.kind === "task" && called.has(part.refId);
    return { ...rest, ...(known ? { start } : {}), ...(isCalled ? { called: true } : {}) };
  });
  const owned = new Set(parts.filter((part) => !part.jumps).map(({ start }) => start));
  for (const node of graph.nodes.values()) {
    if (node.kind !== "menu" || owned.has(node.id)) continue;
    parts.push({ kind: "menu", refId: node.id, name: node.name, start: node.id, variables: [], properties: {} });
  }
  const startUp = startPart(graph, channel, parts);
  const own = parts.filter((part) => !isNested(part, graph));
  const isNowhere = startUp.start === undefined && channel.start !== "list";
  const isKept = graph.layout !== undefined && (own.includes(startUp) || isNowhere);
  const all = isKept ? own : [startUp, ...own.filter((part) => part !== startUp)];
  return { parts: all, startUp, kept: graph.layout !== undefined, ...strays(graph, parts, startUp) };
}

/** Whether a part is a menu that is a choice of another menu. */
function isNested({ kind, start }: Part, graph: FlowGraph): boolean {
  return kind === "menu" && start !== undefined && graph.nodes.get(start)?.kind !== "menu";
}

function startPart(graph: FlowGraph, channel: Channel, parts: readonly Part[]): Part {
  const start = graph.start !== undefined && graph.nodes.has(graph.start) ? graph.start : undefined;
  const named = graph.layout?.startUp === undefined ? undefined : parts[graph.layout.startUp];
  if (named?.start === start && named) return named;
  const slot = parts.find((part) => part.slot === "startUpState");
  if (slot) return slot;
  const own = parts.find((part) => part.start === start && start !== undefined && !part.jumps && !part.called);
  if (own) return own;
  const node = start === undefined ? undefined : graph.nodes.get(start);
  const isTaken = (id: string) => parts.some(({ kind, refId }) => kind === channel.start && refId === id);
  return {
    kind: channel.start,
    refId: freeName(start ?? "start", isTaken),
    name: node?.name ?? "Start",
    ...(start === undefined ? {} : { start }),
    variables: [],
    properties: {},
    ...(channel.refersToStart || channel.start === "list" ? {} : { slot: "startUpState" as const }),
  };
}

function strays(graph: FlowGraph, parts: readonly Part[], startUp: Part): Omit<Division, "parts" | "startUp" | "kept"> {
  const after = new Map<NodeId, Map<string | undefined, NodeId>>();
  const within = new Map<Part, NodeId>();
  for (const { node, behind, part } of graph.layout?.stray ?? []) {
    if (!graph.nodes.has(node) || (behind && !graph.nodes.has(behind.node))) continue;
    if (behind) after.set(behind.node, (after.get(behind.node) ?? new Map()).set(behind.transition, node));
    else within.set((part === undefined ? undefined : parts[part]) ?? startUp, node);
  }
  return {
    straysAfter: (node) => [...(after.get(node)?.values() ?? [])],
    strayBehind: (node) => after.get(node)?.get(undefined),
    strayUnder: (node, transition) => after.get(node)?.get(transition),
    strayIn: (part) => within.get(part),
  };
}
