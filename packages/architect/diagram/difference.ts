import { diffGraphs, renamedIn } from "../diff/graphs.ts";
import type { GraphDiff, NodeChange } from "../diff/types.ts";
import { NEXT } from "../graph/output-paths.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { cut, type DiagramLimits, fits, GITHUB_LIMITS, label, MermaidIds, type Shape, shaped } from "./mermaid.ts";
import { summary } from "./summary.ts";

type Mark = "added" | "removed" | "changed" | "moved" | "same" | "folded";

interface Drawn {
  readonly id: string;
  readonly mark: Mark;
  readonly lines: readonly string[];
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly transition: string;
  readonly mark: "added" | "removed" | "same";
}

interface Drawing {
  readonly nodes: readonly Drawn[];
  readonly edges: readonly Edge[];
}

/**
 * The look of a mark: a shape, a sign and colours. The shape and the sign are for readers who cannot distinguish
 * colours.
 */
const looks: Readonly<Record<Mark, { shape: Shape; sign: string; style?: string; says: string }>> = {
  added: {
    shape: "stadium",
    sign: "+ ",
    says: "added",
    style: "fill:#d2f4d9,stroke:#1a7f37,stroke-width:3px,color:#0b3d1a",
  },
  removed: {
    shape: "hexagon",
    sign: "- ",
    says: "removed",
    style: "fill:#ffdcd9,stroke:#cf222e,stroke-width:2px,stroke-dasharray:6 4,color:#6b0f16",
  },
  changed: {
    shape: "subroutine",
    sign: "~ ",
    says: "changed",
    style: "fill:#fff3c4,stroke:#9a6700,stroke-width:3px,color:#4d3300",
  },
  moved: {
    shape: "round",
    sign: "> ",
    says: "moved or renamed",
    style: "fill:#ddf0ff,stroke:#0969da,stroke-width:2px,color:#0a3069",
  },
  same: { shape: "box", sign: "", says: "unchanged" },
  folded: { shape: "circle", sign: "", style: "fill:#eaeef2,stroke:#6e7781,color:#24292f", says: "folded" },
};

const edgeStyles = { added: "stroke:#1a7f37,stroke-width:3px", removed: "stroke:#cf222e,stroke-width:2px" } as const;

const SUMMARY_LENGTH = 50;
/** Maximum number of changed nodes in a diagram that is too large. */
const FEWEST = 10;

export interface DifferenceOptions {
  /** Limits of the renderer; default: GitHub's. */
  readonly limits?: DiagramLimits;
  /**
   * When to fold unchanged nodes that are not close to a change: in every diagram, or only in a diagram that is too
   * large.
   */
  readonly folds?: "always" | "where-needed";
}

/**
 * The difference of two flows as a Mermaid flow chart with a legend. The shape, sign and colour of a node show whether
 * it was added, removed, changed or moved. The colours are readable on light and dark backgrounds. If the chart exceeds
 * the renderer's limits, unchanged nodes are folded, if necessary all of them.
 */
export function differenceDiagram(
  before: FlowGraph,
  after: FlowGraph,
  { limits = GITHUB_LIMITS, folds = "where-needed" }: DifferenceOptions = {},
): string {
  const diff = diffGraphs(before, after);
  const whole = drawingOf(before, after, diff);
  const isTouched = ({ mark }: Drawn | Edge) => mark !== "same";
  const ends = whole.edges.filter(isTouched).flatMap(({ from, to }) => [from, to]);
  const touched = new Set([...whole.nodes.filter(isTouched).map(({ id }) => id), ...ends]);
  const near = new Set(touched);
  for (const { from, to } of whole.edges) {
    if (touched.has(from)) near.add(to);
    if (touched.has(to)) near.add(from);
  }
  // The start is not folded. If it were merged with the end of the flow, the chart would seem to have a cycle.
  const first = folds === "always" && touched.size > 0 ? foldAround(whole, new Set([...near, START])) : whole;
  for (const drawing of candidates(first, whole, { touched, near })) {
    const text = render(drawing);
    if (fits(text, limits)) return text;
  }
  return render(foldAround(whole, new Set([...touched].slice(0, 1))));
}

function* candidates(
  first: Drawing,
  whole: Drawing,
  { touched, near }: { readonly touched: ReadonlySet<string>; readonly near: ReadonlySet<string> },
): Generator<Drawing> {
  yield first;
  yield foldAround(whole, near);
  yield foldAround(whole, touched);
  for (let count = touched.size; count > FEWEST; count = Math.floor(count / 2)) {
    yield foldAround(whole, new Set([...touched].slice(0, Math.floor(count / 2))));
  }
}

const START = "\0start";

function drawingOf(before: FlowGraph, after: FlowGraph, diff: GraphDiff): Drawing {
  const removed = diff.nodes.filter((change) => change.change === "removed");
  const present = diff.nodes.filter((change) => change.change !== "removed");
  const changes = new Map(present.map((change) => [change.id, change]));
  const old = new Map(removed.map(({ id }) => [id, `removed ${id}`]));
  const now = renamedIn(diff);
  /** The drawn node for a node of the old graph: its counterpart in the new graph, or a removed node. */
  const drawnOld = (id: NodeId): string => old.get(id) ?? now.get(id) ?? id;
  const nodes: Drawn[] = [{ id: START, mark: diff.frame.length > 0 ? "changed" : "same", lines: [after.name] }];
  const edges: Edge[] = [];
  const edge = (from: string, to: string | undefined, transition: string, mark: Edge["mark"]) => {
    if (to !== undefined) edges.push({ from, to, transition, mark });
  };
  if (diff.start) {
    edge(START, diff.start.to, NEXT, "added");
    edge(START, diff.start.from && drawnOld(diff.start.from), NEXT, "removed");
  } else edge(START, after.start, NEXT, "same");
  for (const node of after.nodes.values()) {
    const change = changes.get(node.id);
    nodes.push({ id: node.id, mark: markOf(change), lines: textOf(node, change) });
    const rewired = new Map(
      change && !("node" in change) ? change.transitions.map((transition) => [transition.transition, transition]) : [],
    );
    for (const [transition, to] of Object.entries(node.transitions)) {
      edge(node.id, to, transition, change?.change === "added" || rewired.has(transition) ? "added" : "same");
    }
    for (const { transition, from } of rewired.values()) edge(node.id, from && drawnOld(from), transition, "removed");
  }
  for (const { id } of removed) {
    const node = before.nodes.get(id) as FlowNode;
    nodes.push({ id: `removed ${id}`, mark: "removed", lines: textOf(node, undefined) });
    for (const [transition, to] of Object.entries(node.transitions))
      edge(`removed ${id}`, drawnOld(to), transition, "removed");
  }
  const ids = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

function markOf(change: NodeChange | undefined): Mark {
  if (!change) return "same";
  if (change.change === "added" || change.change === "changed") return change.change;
  return change.change === "rewired" ? "same" : "moved";
}

function textOf(node: FlowNode, change: NodeChange | undefined): string[] {
  const was = change && !("node" in change) && change.was !== undefined ? ` (was ${change.was})` : "";
  const about = cut(summary(node), SUMMARY_LENGTH);
  const kind = node.kind === node.id ? "" : node.kind;
  return [`${node.id}${was}`, [kind, about].filter(Boolean).join(": ")];
}

/** Folds the nodes that are not kept. Adjacent ones become one node that shows how many there are. */
function foldAround(whole: Drawing, kept: ReadonlySet<string>): Drawing {
  const links = new Map<string, string[]>();
  for (const { from, to } of whole.edges) {
    links.set(from, [...(links.get(from) ?? []), to]);
    links.set(to, [...(links.get(to) ?? []), from]);
  }
  const group = new Map<string, string>();
  const sizes = new Map<string, number>();
  for (const { id } of whole.nodes) {
    if (kept.has(id) || group.has(id)) continue;
    const members = [id];
    group.set(id, id);
    for (const member of members) {
      for (const other of links.get(member) ?? []) {
        if (kept.has(other) || group.has(other)) continue;
        group.set(other, id);
        members.push(other);
      }
    }
    sizes.set(id, members.length);
  }
  const nodes = whole.nodes.flatMap((node): Drawn[] => {
    const size = sizes.get(node.id);
    if (kept.has(node.id) || size === 1) return [node];
    return size === undefined ? [] : [{ id: node.id, mark: "folded", lines: [`${size} nodes`] }];
  });
  return { nodes, edges: foldedEdges(whole.edges, group, sizes) };
}

/**
 * Edges between drawn nodes. If several edges connect a folded node with the same other node, they become one edge that
 * shows their number.
 */
function foldedEdges(
  edges: readonly Edge[],
  group: ReadonlyMap<string, string>,
  sizes: ReadonlyMap<string, number>,
): Edge[] {
  const isFolded = (id: string) => (sizes.get(id) ?? 1) > 1;
  const drawn = edges
    .map((edge) => ({ ...edge, from: group.get(edge.from) ?? edge.from, to: group.get(edge.to) ?? edge.to }))
    .filter(({ from, to }) => from !== to || !isFolded(from));
  const bundles = Map.groupBy(drawn, ({ from, to, transition, mark }) =>
    [from, to, mark, isFolded(from) || isFolded(to) ? "" : transition].join("\n"),
  );
  return [...bundles.values()].map((bundle): Edge => {
    const [first] = bundle as [Edge, ...Edge[]];
    if (bundle.length > 1) return { ...first, transition: `${bundle.length} transitions` };
    return isFolded(first.from) ? { ...first, transition: NEXT } : first;
  });
}

function render({ nodes, edges }: Drawing): string {
  const ids = new MermaidIds();
  const idOf = (id: string) => (id === START ? "start" : ids.of("n", id));
  const used = new Set<Mark>(nodes.map(({ mark }) => mark));
  const lines = ["flowchart TD", ...legend(used)];
  for (const { id, mark, lines: text } of nodes) {
    const { shape, sign } = looks[mark];
    const [first = "", ...rest] = text;
    lines.push(`  ${shaped(idOf(id), id === START ? "stadium" : shape, label(`${sign}${first}`, ...rest))}`);
  }
  for (const { from, to, transition, mark } of edges) {
    const arrow = mark === "added" ? "==>" : mark === "removed" ? "-.->" : "-->";
    lines.push(`  ${idOf(from)} ${arrow}${transition === NEXT ? "" : `|${label(transition)}|`} ${idOf(to)}`);
  }
  for (const mark of used) {
    const { style } = looks[mark];
    if (style === undefined) continue;
    const marked = nodes.filter((node) => node.mark === mark).map(({ id }) => idOf(id));
    lines.push(`  classDef ${mark} ${style}`, `  class ${[...marked, `legend_${mark}`].join(",")} ${mark}`);
  }
  for (const mark of ["added", "removed"] as const) {
    const indices = edges.flatMap((edge, index) => (edge.mark === mark ? [index] : []));
    if (indices.length > 0) lines.push(`  linkStyle ${indices.join(",")} ${edgeStyles[mark]}`);
  }
  return `${lines.join("\n")}\n`;
}

function legend(used: ReadonlySet<Mark>): string[] {
  const marks = (Object.keys(looks) as Mark[]).filter((mark) => used.has(mark));
  const items = marks.map((mark) => {
    const { shape, sign, says } = looks[mark];
    return `    ${shaped(`legend_${mark}`, shape, label(`${sign}${says}`))}`;
  });
  return ['  subgraph legend ["Legend"]', "    direction LR", ...items, "  end"];
}
