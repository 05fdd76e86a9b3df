import type { ArchyPath } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { applyDiff } from "../../diff/apply.ts";
import { diffGraphs } from "../../diff/graphs.ts";
import { matchNodes } from "../../diff/match.ts";
import { pathText } from "../../diff/text.ts";
import type { GraphDiff, NodeChange, ValueChange } from "../../diff/types.ts";
import { viewOf } from "../../diff/view.ts";
import { withOrigins } from "../../graph/rename.ts";
import type { FlowGraph, NodeId } from "../../graph/types.ts";

/** A flow of the project, and two versions of it as the platform exports them. */
export interface Versions {
  /** As the project has it. */
  readonly source: FlowGraph;
  /** As this stack published it last. */
  readonly base: FlowGraph;
  /** As it is now. */
  readonly live: FlowGraph;
}

/** What changed from one exported version to the other, and the project's flow with that change. */
export interface LiveChange {
  readonly difference: GraphDiff;
  /** The project's own where it has the change already. */
  readonly graph: FlowGraph;
}

/**
 * The project's flow with what changed on the platform since this stack published it. What the platform completes in every export does
 * not count: it is in both versions.
 *
 * @returns sentences that say which changes the project's flow has at the same place, where there are any
 */
export function withLiveChange({ source, base, live }: Versions): LiveChange | { readonly conflicts: string[] } {
  const before = withIdsOf(source, base, new Set());
  const after = withIdsOf(before, live, new Set(source.nodes.keys()));
  const difference = diffGraphs(before, after);
  const own = touched(diffGraphs(source, before));
  const left = touched(diffGraphs(source, after));
  const isLeft = ({ part, path }: Touched) => left.some((one) => one.part === part && isRelated(one.path, path));
  if (!touched(difference).some(isLeft)) return { difference, graph: source };
  const conflicts: string[] = [];
  const completions: Touched[] = [];
  for (const change of touched(difference)) {
    for (const one of own) {
      if (one.part !== change.part || !isRelated(one.path, change.path)) continue;
      if (one.completes) completions.push(one);
      else conflicts.push(`${[one.part, pathText(one.path)].filter(Boolean).join(": ")} differs in the source, too.`);
    }
  }
  if (conflicts.length > 0) return { conflicts: [...new Set(conflicts)] };
  try {
    const completed = applyDiff(source, only(new Set(completions)));
    return { difference, graph: applyDiff(completed, difference) };
  } catch (error) {
    return { conflicts: [error instanceof Error ? error.message : String(error)] };
  }
}

/** A graph with the node ids of another one, where both have a node; other nodes get ids that neither has. */
function withIdsOf(known: FlowGraph, graph: FlowGraph, taken: ReadonlySet<NodeId>): FlowGraph {
  const pairs = matchNodes(viewOf(known), viewOf(graph));
  const used = new Set([...taken, ...known.nodes.keys()]);
  return withOrigins(graph, ({ id }) => {
    const same = pairs.back.get(id);
    if (same !== undefined) return { id: same };
    let free = id;
    for (let n = 2; used.has(free); n++) free = `${id}-${n}`;
    used.add(free);
    return { id: free };
  });
}

/** A place that a difference concerns. */
interface Touched {
  /** The id of a node, the name of a variable or container; empty for the flow itself. */
  readonly part: string;
  readonly path: ArchyPath;
  /** The old graph has nothing there: what the platform adds to a document. */
  readonly completes: boolean;
  readonly node?: NodeChange;
  readonly value?: ValueChange;
}

function touched({ nodes, frame, start, variables, containers }: GraphDiff): Touched[] {
  const isAddition = ({ from }: ValueChange) => from === undefined || (isMap(from) && Object.keys(from).length === 0);
  const ofNode = (node: NodeChange): Touched[] => {
    if ("node" in node) return [{ part: node.id, path: [], completes: false }];
    const values = node.values.map((value) => ({
      part: node.id,
      path: ["properties", ...value.path],
      completes: isAddition(value),
      node,
      value,
    }));
    const wires = node.transitions.map(({ transition }) => ({
      part: node.id,
      path: ["on", transition],
      completes: false,
    }));
    const isNamed = node.nameWas !== undefined || node.kindWas !== undefined;
    return [...values, ...wires, ...(isNamed ? [{ part: node.id, path: ["name"], completes: false }] : [])];
  };
  return [
    ...frame.map((value) => ({ part: "", path: value.path, completes: isAddition(value), value })),
    ...(start ? [{ part: "", path: ["start"], completes: false }] : []),
    ...variables.map(({ variable }) => ({ part: `variable ${variable.name}`, path: [], completes: false })),
    ...containers.map(({ key }) => ({ part: key, path: [], completes: false })),
    ...nodes.flatMap(ofNode),
  ];
}

function isRelated(a: ArchyPath, b: ArchyPath): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).join("\n") === b.slice(0, length).join("\n");
}

/** A difference with some additions only. */
function only(additions: ReadonlySet<Touched>): GraphDiff {
  const frame = [...additions].flatMap(({ node, value }) => (value && !node ? [value] : []));
  const changed = new Map<NodeChange, ValueChange[]>();
  for (const { node, value } of additions) if (node && value) changed.set(node, [...(changed.get(node) ?? []), value]);
  const nodes = [...changed].flatMap(([node, values]) =>
    "node" in node
      ? []
      : [{ ...node, kind: node.kindWas ?? node.kind, name: node.nameWas ?? node.name, values, transitions: [] }],
  );
  return { nodes, frame, variables: [], containers: [] };
}
