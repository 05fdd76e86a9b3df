import { actionOf } from "../archy/actions/index.ts";
import { EACH, NEXT, outputPathsOf } from "../graph/output-paths.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { freeName } from "../name-map.ts";
import { type Channel, jumpTo } from "./channel.ts";
import { type Division, isMenu, type Part } from "./parts.ts";
import { isLoop, type Structure, structureOf } from "./structure.ts";

/** Maximum nesting of action lists. If the flow type has parts, deeper nodes become a separate part. */
const MAX_NESTING = 8;

/** The nodes that begin a part (task, state, menu) of the document, and the part that contains each node. */
export interface Placement {
  readonly structure: Structure;
  readonly division: Division;
  /** All parts: first the parts that the graph defines, then the parts that joins create. */
  readonly parts: readonly Part[];
  isRoot(id: NodeId): boolean;
  /** The part that begins with a node and contains it. */
  owner(root: NodeId): Part | undefined;
  partOf(id: NodeId): Part;
  mayBegin(id: NodeId): boolean;
}

/**
 * Divides a flow into parts (design §4, "Compile"). In a definition, a node that several transitions reach begins a
 * part, unless the node is in the body of a loop or of a called task, or all the transitions come from a single node. A
 * lifted flow keeps the parts of its document. The nodes in `extra` begin additional parts.
 */
export function placementOf(
  graph: FlowGraph,
  o: { division: Division; channel: Channel; extra?: ReadonlySet<NodeId> },
): Placement {
  const { division, channel, extra } = o;
  const entries = new Set<NodeId>();
  for (const { start } of division.parts) if (start !== undefined) entries.add(start);
  for (const node of graph.nodes.values()) {
    if (isMenu(node)) entries.add(node.id);
    const target = node.transitions[NEXT];
    if (actionOf(node.kind)?.jump !== undefined && target !== undefined && graph.nodes.has(target)) entries.add(target);
  }
  for (const id of extra ?? []) entries.add(id);
  const strays = division.parts.flatMap((part) => division.strayIn(part) ?? []);
  const structure = structureOf(graph, {
    entries: [...entries, ...strays],
    standsBehind: division.straysAfter,
    standsInTurn: (loop) => division.strayUnder(loop, EACH),
  });
  const roots = new Set(entries);
  const region = new Map<NodeId, NodeId>();
  const called = new Set(division.parts.flatMap((part) => (part.called && part.start !== undefined ? part.start : [])));
  const inTurns = new Set([...structure.bodies.values()].flatMap((body) => [...body]));
  const depth = new Map<NodeId, number>();
  for (const id of structure.order) {
    const above = structure.idom.get(id);
    const nesting =
      above === undefined ? 0 : (depth.get(above) ?? 0) + (follows(id, structure.node(above), structure) ? 0 : 1);
    region.set(id, above === undefined ? id : (region.get(above) as NodeId));
    const isFree = channel.join !== undefined && !inTurns.has(id) && !called.has(region.get(id) as NodeId);
    if (isFree && !strays.includes(id) && begins(id, { structure, kept: division.kept, nesting })) {
      roots.add(id);
      // The nodes of a called task remain in the task, including nodes after a menu or a join.
      region.set(id, id);
    }
    depth.set(id, roots.has(id) ? 0 : nesting);
  }
  const parts = partsWith(roots, graph, { division, channel, structure });
  const owners = new Map(parts.flatMap((part) => (part.start === undefined || part.jumps ? [] : [[part.start, part]])));
  for (const part of division.parts) {
    const stray = division.strayIn(part);
    if (stray !== undefined) owners.set(stray, part);
  }
  const partOf = new Map<NodeId, Part>();
  for (const id of structure.order) {
    const above = structure.idom.get(id);
    const own = roots.has(id) || above === undefined ? owners.get(id) : undefined;
    partOf.set(id, own ?? (above === undefined ? division.startUp : (partOf.get(above) as Part)));
  }
  return {
    structure,
    division,
    parts,
    isRoot: (id) => roots.has(id),
    owner: (root) => owners.get(root),
    partOf: (id) => partOf.get(id) ?? division.startUp,
    mayBegin: (id) =>
      channel.join !== undefined && !roots.has(id) && !inTurns.has(id) && !called.has(region.get(id) as NodeId),
  };
}

function begins(id: NodeId, o: { structure: Structure; kept: boolean; nesting: number }): boolean {
  const { structure, kept, nesting } = o;
  const above = structure.idom.get(id);
  if (above === undefined) return true;
  const joins = (structure.entries.get(id) ?? 0) > 1;
  if (kept) return joins && isMenu(structure.node(above));
  return (joins && !isSequence(id, structure)) || nesting > MAX_NESTING;
}

/**
 * The parts of the division, and one part for each remaining root. If no jump can reach a part, the part starts with a
 * jump to a reachable part.
 */
function partsWith(
  roots: ReadonlySet<NodeId>,
  graph: FlowGraph,
  { division, channel, structure }: { division: Division; channel: Channel; structure: Structure },
): Part[] {
  const parts: Part[] = [];
  const owned = new Set<NodeId>();
  const taken = new Set(division.parts.map(({ kind, refId }) => `${kind} ${refId}`));
  for (const part of division.parts) {
    const { start } = part;
    const isTarget = start !== undefined && (structure.sources.get(start)?.size ?? 0) > 0;
    const stuck = isTarget && channel.join !== undefined && !part.jumps && jumpTo[part.kind] === undefined;
    parts.push(stuck ? { ...part, jumps: true } : part);
    if (start !== undefined && !part.jumps && !stuck) owned.add(start);
  }
  const menus = new Set([...graph.nodes.values()].filter(isMenu).map(({ id }) => id));
  for (const id of structure.order) {
    if (!roots.has(id) || owned.has(id) || menus.has(id) || channel.join === undefined) continue;
    const refId = freeName(id, (one) => taken.has(`${channel.join} ${one}`));
    taken.add(`${channel.join} ${refId}`);
    const name = graph.nodes.get(id)?.name ?? id;
    parts.push({ kind: channel.join, refId, name, start: id, variables: [], properties: {} });
  }
  return parts;
}

/** Whether a node is in the same list as the node before it, and not nested under that node. */
function follows(id: NodeId, before: FlowNode, structure: Structure): boolean {
  const { next, done } = before.transitions;
  return next === id || (isLoop(before) && done === id) || (structure.entries.get(id) ?? 0) > 1;
}

/** Whether a node has exactly one predecessor, which has no other successor. */
function isSequence(id: NodeId, structure: Structure): boolean {
  const [source, another] = structure.sources.get(id) ?? [];
  if (source === undefined || another !== undefined || source === id) return false;
  const from = structure.node(source);
  return !isLoop(from) && structure.idom.get(id) === source && allPathsLeadTo(from, id);
}

function allPathsLeadTo(node: FlowNode, target: NodeId): boolean {
  const transitions = outputPathsOf(node);
  return transitions.length > 0 && transitions.every((transition) => node.transitions[transition] === target);
}
