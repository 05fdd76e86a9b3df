import { actionOf } from "../archy/actions/index.ts";
import { NEXT, outputPathsOf } from "../graph/output-paths.ts";
import { enteredContainers, namedContainers } from "../graph/targets.ts";
import type { FlowContainer, FlowGraph, FlowNode } from "../graph/types.ts";
import { cut, label, MermaidIds, type Shape, shaped } from "./mermaid.ts";
import { summary } from "./summary.ts";

const SUMMARY_LENGTH = 60;

/**
 * A flow as a Mermaid flow chart: one node per node of the graph, named transitions, and dotted lines to everything
 * that a node or a setting calls. If an output path of a module call has no transition, it points to a node labelled
 * "nothing". The same graph always produces the same text; ids come from the nodes' ids.
 * @param o.classOf returns the class of a node, one of `styles`
 * @param o.styles Mermaid's style of each class
 */
export function flowDiagram(
  graph: FlowGraph,
  o: { readonly classOf?: (node: FlowNode) => string; readonly styles?: Readonly<Record<string, string>> } = {},
): string {
  const nodes = [...graph.nodes.values()];
  const made = new MermaidIds();
  const ids = new Map(nodes.map(({ id }) => [id, made.of("n", id)]));
  const lines = ["flowchart TD", `  ${shaped("start", "stadium", label(graph.name))}`];
  const start = graph.start === undefined ? undefined : ids.get(graph.start);
  for (const node of nodes) lines.push(`  ${shaped(ids.get(node.id) as string, shapeOf(node), text(node))}`);
  if (start) lines.push(`  start --> ${start}`);
  for (const container of enteredContainers(graph)) lines.push(...entry("start", container, ids));
  for (const node of nodes) {
    lines.push(...edges(node, ids));
    for (const container of namedContainers(graph, node))
      lines.push(...entry(ids.get(node.id) as string, container, ids));
  }
  const { classOf } = o;
  if (classOf)
    lines.push(...classLines(o.styles ?? {}, (name) => marked(nodes, ids, (node) => classOf(node) === name)));
  return `${lines.join("\n")}\n`;
}

function classLines(styles: Readonly<Record<string, string>>, of: (name: string) => string[]): string[] {
  return Object.entries(styles).flatMap(([name, style]) => {
    const ids = of(name);
    return ids.length === 0 ? [] : [`  classDef ${name} ${style}`, `  class ${ids.join(",")} ${name}`];
  });
}

function marked(
  nodes: readonly FlowNode[],
  ids: ReadonlyMap<string, string>,
  isMarked: (node: FlowNode) => boolean,
): string[] {
  return nodes.filter(isMarked).map(({ id }) => ids.get(id) as string);
}

function text(node: FlowNode): string {
  const about = cut(summary(node), SUMMARY_LENGTH);
  const kind = node.kind === node.name ? "" : node.kind;
  return label(node.name === node.id ? node.id : `${node.name} (${node.id})`, [kind, about].filter(Boolean).join(": "));
}

function shapeOf(node: FlowNode): Shape {
  if (node.kind === "callModule") return "subroutine";
  const info = actionOf(node.kind);
  if (node.kind === "end" || info?.terminal || info?.leaves) return "stadium";
  if (info?.shape === "loop") return "hexagon";
  return info?.shape === "cases" || info?.outputs.includes("yes") ? "diamond" : "box";
}

/** A dotted line to the start of a called task or another named part. */
function entry(from: string, { kind, name, start }: FlowContainer, ids: ReadonlyMap<string, string>): string[] {
  const to = start === undefined ? undefined : ids.get(start);
  return to === undefined ? [] : [`  ${from} -.->|${label(`${kind} ${name}`)}| ${to}`];
}

function edges(node: FlowNode, ids: ReadonlyMap<string, string>): string[] {
  const from = ids.get(node.id) as string;
  const drawn = Object.entries(node.transitions).flatMap(([transition, target]) => {
    const to = ids.get(target);
    if (to === undefined) return [];
    return [transition === NEXT ? `  ${from} --> ${to}` : `  ${from} -->|${label(transition)}| ${to}`];
  });
  const paths = node.kind === "callModule" ? outputPathsOf(node) : [];
  const open = paths.filter((transition) => transition !== NEXT && !(transition in node.transitions));
  const missing = open.map((transition, index) => {
    const nothing = shaped(`${from}_open_${index + 1}`, "circle", label("nothing"));
    return `  ${from} -.->|${label(transition)}| ${nothing}`;
  });
  return [...drawn, ...missing];
}
