import { canonical } from "../archy/normal.ts";
import type { NodeId } from "../graph/types.ts";
import { slug } from "../lift/ids.ts";
import { align } from "./align.ts";
import type { NodeData } from "./types.ts";
import type { View } from "./view.ts";

/**
 * Matches nodes of the old graph with nodes of the new one, first by id. Adding a node shifts the numbered ids of later
 * nodes in a lifted graph (`disconnect`, `disconnect-2`). Therefore, nodes with the same name are aligned in order by
 * content. The remaining nodes are matched by their content and surrounding nodes.
 */
export function matchNodes(a: View, b: View): Pairs {
  const pairs = new Pairs();
  const counted = countedNames(a, b);
  for (const id of a.nodes.keys()) {
    if (b.nodes.has(id) && !counted.has(base(a, id)) && !counted.has(base(b, id))) pairs.add(id, id);
  }
  for (const name of counted) alignFamily(name, a, b, pairs);
  while (matchByContent(a, b, pairs) > 0);
  matchByPlace(a, b, pairs);
  return pairs;
}

export class Pairs {
  readonly forth = new Map<NodeId, NodeId>();
  readonly back = new Map<NodeId, NodeId>();

  add(a: NodeId, b: NodeId): void {
    this.forth.set(a, b);
    this.back.set(b, a);
  }
}

/** The base of a numbered id, or the id itself if it is not derived from the node's name. */
function base(view: View, id: NodeId): string {
  const node = view.nodes.get(id) as NodeData;
  const made = slug(node.name) || slug(node.kind);
  const wanted = id === node.name || id.startsWith(`${node.name}-`) ? node.name : made;
  return id === wanted || (id.startsWith(`${wanted}-`) && /^\d+$/.test(id.slice(wanted.length + 1))) ? wanted : id;
}

/** Bases of ids that several nodes of one graph share. */
function countedNames(...views: readonly View[]): Set<string> {
  const families = views.flatMap((view) => [...Map.groupBy(view.nodes.keys(), (id) => base(view, id))]);
  return new Set(families.flatMap(([name, ids]) => (ids.length > 1 ? name : [])));
}

function alignFamily(name: string, a: View, b: View, pairs: Pairs): void {
  const family = (view: View) => [...view.nodes.keys()].filter((id) => base(view, id) === name);
  const [left, right] = [family(a), family(b)];
  const take = (keyOf: (view: View, id: NodeId) => string, all: boolean) => {
    const [restA, restB] = [left.filter((id) => !pairs.forth.has(id)), right.filter((id) => !pairs.back.has(id))];
    const [keysA, keysB] = [restA.map((id) => keyOf(a, id)), restB.map((id) => keyOf(b, id))];
    for (const { a: i, b: j } of align(keysA, keysB, (key) => key)) {
      if (i === undefined || j === undefined) continue;
      if (all || keysA[i] === keysB[j]) pairs.add(restA[i] as NodeId, restB[j] as NodeId);
    }
  };
  take((view, id) => `${said(view, id)} ${around(view, id)}`, false);
  take(said, false);
  for (const id of left) if (!pairs.forth.has(id) && right.includes(id) && !pairs.back.has(id)) pairs.add(id, id);
  take((view, id) => view.nodes.get(id)?.kind ?? "", true);
}

/** The content of a node without its display name, because a node with a new id often has a new name as well. */
function said(view: View, id: NodeId): string {
  const { kind, properties } = view.nodes.get(id) as NodeData;
  return `${kind} ${canonical(properties)}`;
}

/** The content of the nodes around a node. */
function around(view: View, id: NodeId): string {
  const before = (view.incoming.get(id) ?? [])
    .map(({ from, transition }) => `${transition} ${said(view, from)}`)
    .sort();
  const after = Object.entries(view.nodes.get(id)?.transitions ?? {}).map(([transition, to]) =>
    view.nodes.has(to) ? `${transition} ${said(view, to)}` : transition,
  );
  return canonical([before, after.sort()]);
}

/**
 * Pairs nodes that have the same content and different ids, starting with the most similar surroundings. Returns the
 * number of pairs.
 */
function matchByContent(a: View, b: View, pairs: Pairs): number {
  const free = [...b.nodes.keys()].filter((id) => !pairs.back.has(id));
  const bySaid = Map.groupBy(free, (id) => said(b, id));
  const candidates: { a: NodeId; b: NodeId; score: number }[] = [];
  for (const id of a.nodes.keys()) {
    if (pairs.forth.has(id)) continue;
    const same = bySaid.get(said(a, id)) ?? [];
    for (const other of same) {
      const score = agreement(a, id, b, other, pairs);
      const telling = same.length === 1 && Object.keys(a.nodes.get(id)?.properties ?? {}).length > 0;
      if (score > 0 || telling) candidates.push({ a: id, b: other, score });
    }
  }
  let found = 0;
  for (const { a: id, b: other } of candidates.sort((x, y) => y.score - x.score)) {
    if (pairs.forth.has(id) || pairs.back.has(other)) continue;
    pairs.add(id, other);
    found++;
  }
  return found;
}

/** The number of transitions to and from the two nodes that match each other. */
function agreement(a: View, id: NodeId, b: View, other: NodeId, pairs: Pairs): number {
  const incoming = (b.incoming.get(other) ?? []).map(({ from, transition }) => `${transition} ${from}`);
  const before = (a.incoming.get(id) ?? []).filter((from) =>
    incoming.includes(`${from.transition} ${pairs.forth.get(from.from)}`),
  ).length;
  const [left, right] = [a.nodes.get(id)?.transitions ?? {}, b.nodes.get(other)?.transitions ?? {}];
  const after = Object.entries(left).filter(([transition, to]) => {
    const mapped = pairs.forth.get(to);
    return mapped !== undefined && mapped === right[transition];
  }).length;
  const starts = a.graph.start === id && b.graph.start === other ? 1 : 0;
  return before + after + starts;
}

/** Pairs nodes of the same kind that have exactly the same neighbours. Such a node was both renamed and changed. */
function matchByPlace(a: View, b: View, pairs: Pairs): void {
  for (const [id, { kind }] of a.nodes) {
    const edges = edgesOf(a, id);
    if (pairs.forth.has(id) || edges === 0) continue;
    for (const [other, data] of b.nodes) {
      if (pairs.back.has(other) || data.kind !== kind || edgesOf(b, other) !== edges) continue;
      if (agreement(a, id, b, other, pairs) === edges) {
        pairs.add(id, other);
        break;
      }
    }
  }
}

/** Number of transitions to and from a node, including the start of the flow. */
function edgesOf({ graph, incoming, nodes }: View, id: NodeId): number {
  const own = Object.keys(nodes.get(id)?.transitions ?? {}).length;
  return (incoming.get(id)?.length ?? 0) + own + (graph.start === id ? 1 : 0);
}
