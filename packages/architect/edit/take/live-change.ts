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
import { freeName } from "../../name-map.ts";
import { messageOf } from "../../printable.ts";

export interface Versions {
  /** The project's version of the flow. */
  readonly source: FlowGraph;
  /** The version that this stack last published. */
  readonly base: FlowGraph;
  readonly live: FlowGraph;
}

/**
 * The project's flow with the changes made on the platform since this stack published it. Values that the platform adds
 * to every export do not count as changes, because both versions have them.
 * @returns the difference and the changed flow; the project's flow itself if it already has the changes; or, in case of
 *   a conflict, the project's changes to the same part
 */
export function withLiveChange(
  versions: Versions,
): { readonly difference: GraphDiff; readonly graph: FlowGraph } | { readonly conflicts: string[] } {
  const { source, base, live } = versions;
  const before = withIdsOf(source, base, new Set());
  const after = withIdsOf(before, live, new Set(source.nodes.keys()));
  const difference = diffGraphs(before, after);
  const own = touched(diffGraphs(source, before));
  const left = touched(diffGraphs(source, after));
  const isLeft = (change: Touched) => left.some((one) => isRelated(one, change));
  const wanted = touched(difference).filter(isLeft);
  if (wanted.length === 0) return { difference, graph: source };
  const conflicts: string[] = [];
  const completions: Touched[] = [];
  for (const change of wanted) {
    for (const one of own) {
      if (!isRelated(one, change)) continue;
      if (one.completes) completions.push(one);
      else conflicts.push(`${placeOf(one)} has also changed in the source.`);
    }
  }
  if (conflicts.length > 0) return { conflicts: [...new Set(conflicts)] };
  try {
    const completed = applyDiff(source, only(new Set(completions)));
    const graph = applyDiff(completed, without(difference, new Set(touched(difference).filter((one) => !isLeft(one)))));
    const open = touched(diffGraphs(graph, after));
    const other = wanted.find((change) => open.some((one) => isRelated(one, change)));
    return other ? { conflicts: [`${placeOf(other)} cannot be combined with the source.`] } : { difference, graph };
  } catch (error) {
    return { conflicts: [messageOf(error)] };
  }
}

/**
 * A graph in which nodes that also exist in the other graph have the ids from that graph. All other nodes receive ids
 * that neither graph uses.
 */
function withIdsOf(known: FlowGraph, graph: FlowGraph, taken: ReadonlySet<NodeId>): FlowGraph {
  const pairs = matchNodes(viewOf(known), viewOf(graph));
  const used = new Set([...taken, ...known.nodes.keys()]);
  return withOrigins(graph, ({ id }) => {
    const same = pairs.back.get(id);
    if (same !== undefined) return { id: same };
    const free = freeName(id, (one) => used.has(one));
    used.add(free);
    return { id: free };
  });
}

interface Touched {
  /** The id of a node, or the name of a variable or container; empty for the flow itself. */
  readonly part: string;
  readonly path: ArchyPath;
  /** Whether the old graph has no value here. If so, the platform may have added the value. */
  readonly completes: boolean;
  readonly node?: NodeChange;
  readonly value?: ValueChange;
  readonly entry: unknown;
}

function touched({ nodes, frame, start, variables, containers }: GraphDiff): Touched[] {
  const isAddition = ({ from }: ValueChange) => from === undefined || (isMap(from) && Object.keys(from).length === 0);
  const whole = (part: string, path: ArchyPath, entry: unknown): Touched => ({ part, path, completes: false, entry });
  const ofNode = (node: NodeChange): Touched[] => {
    if ("node" in node) return [whole(node.id, [], node)];
    const isNamed = node.nameWas !== undefined || node.kindWas !== undefined;
    return [
      ...node.values.map((value) => {
        const path = ["properties", ...value.path];
        return { part: node.id, path, completes: isAddition(value), node, value, entry: value };
      }),
      ...node.transitions.map((entry) => whole(node.id, ["on", entry.transition], entry)),
      ...(isNamed ? [whole(node.id, ["name"], node)] : []),
    ];
  };
  return [
    ...frame.map((value) => ({ part: "", path: value.path, completes: isAddition(value), value, entry: value })),
    ...(start ? [whole("", ["start"], start)] : []),
    ...variables.map((entry) => whole(`variable ${entry.variable.name}`, [], entry)),
    ...containers.map((entry) => whole(entry.key, [], entry)),
    ...nodes.flatMap(ofNode),
  ];
}

/** Whether two places are equal or one contains the other. */
function isRelated({ part, path: a }: Touched, { part: other, path: b }: Touched): boolean {
  const length = Math.min(a.length, b.length);
  return part === other && a.slice(0, length).join("\n") === b.slice(0, length).join("\n");
}

function placeOf({ part, path }: Touched): string {
  return [part, pathText(path)].filter(Boolean).join(": ");
}

/** A difference without the changes that the source already has. */
function without(diff: GraphDiff, there: ReadonlySet<Touched>): GraphDiff {
  const gone = new Set([...there].map(({ entry }) => entry));
  const isKept = (entry: unknown) => !gone.has(entry);
  const { start, ...rest } = diff;
  return {
    ...rest,
    ...(start && isKept(start) && { start }),
    frame: diff.frame.filter(isKept),
    variables: diff.variables.filter(isKept),
    containers: diff.containers.filter(isKept),
    nodes: diff.nodes.flatMap((node): NodeChange[] => {
      if ("node" in node) return isKept(node) ? [node] : [];
      return [{ ...node, values: node.values.filter(isKept), transitions: node.transitions.filter(isKept) }];
    }),
  };
}

/** A difference with only some of its additions. */
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
