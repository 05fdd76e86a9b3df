import {
  actionOf,
  calledContainer,
  type DiffLine,
  type FlowGraph,
  type FlowNode,
  type NodeId,
  nodeSummary,
} from "@genesys-flows/architect";
import { type Html, html } from "@genesys-flows/architect/html";
import { type Block, type Branch, type OutlinePart, outlineOf, type Step } from "./blocks.ts";

export interface Mark {
  readonly change: string;
  readonly lines: readonly DiffLine[];
}

export interface OutlineOptions {
  readonly marks?: ReadonlyMap<NodeId, Mark>;
  /** The id with which a script finds the step of a node. */
  readonly idOf?: (node: FlowNode) => string;
  readonly moduleAddress?: (module: string) => string | undefined;
}

const SUMMARY_LENGTH = 110;

interface Drawing extends OutlineOptions {
  readonly graph: FlowGraph;
  /**
   * The number of nodes with each name. Exports have many nodes with the same name, which are distinguished by their
   * ids.
   */
  readonly named: ReadonlyMap<string, number>;
}

/** A flow as nested lists, each node with an anchor for links. */
export function renderOutline(graph: FlowGraph, o: OutlineOptions = {}): Html {
  if (graph.nodes.size === 0) return html`<p class="none">This flow has no steps.</p>`;
  const named = new Map<string, number>();
  for (const { name } of graph.nodes.values()) named.set(name, (named.get(name) ?? 0) + 1);
  const drawing: Drawing = { ...o, graph, named };
  return html`<div class="outline">${outlineOf(graph).map((part, index, all) =>
    renderPart(drawing, part, { headless: part.kind === "stray" && all[index - 1]?.kind === "stray" }),
  )}</div>`;
}

const PARTS: Readonly<Record<OutlinePart["kind"], string>> = {
  start: "Start",
  task: "Task",
  menu: "Menu",
  state: "State",
  bot: "Bot",
  stray: "Unreachable",
};

function renderPart(drawing: Drawing, part: OutlinePart, o: { headless: boolean }): Html {
  return html`<section class="part ${part.kind}">
${!o.headless && html`<h3${part.name !== undefined && html` id="${partAnchor(part.kind, part.name)}"`}><small>${PARTS[part.kind]}</small>${part.name && html` ${part.name}`}</h3>`}
${renderBlock(drawing, part.block)}
</section>`;
}

function renderBlock(drawing: Drawing, block: Block): Html {
  return html`<ol class="block">${block.map((step) => renderStep(drawing, step))}</ol>`;
}

function renderStep(drawing: Drawing, step: Step): Html {
  const { node, via, joins, from, branches } = step;
  const mark = drawing.marks?.get(node.id);
  return html`<li class="step${joins && " join"}${mark && ` ${mark.change}`}" id="${anchor(node.id)}"${drawing.idOf && html` data-node="${drawing.idOf(node)}"`}>
${via && html`<p class="via">${via.length === 0 ? "then" : pathNames(via)}</p>`}${
  from.length > 0 &&
  html`<p class="from">${joins ? "from" : "again from"} ${from.map(
    ({ from: id, transition }, index) =>
      html`${index > 0 && ", "}<a href="#${anchor(id)}">${nameOf(drawing, id)}</a>${transition !== "next" && html` (${transition})`}`,
  )}</p>`
}
<div class="card ${shapeOf(node)}">${renderCard(drawing, node)}</div>
${mark && renderMark(node, mark)}${
  branches.length > 0 &&
  html`<ul class="branches">${branches.map((branch) => renderBranch(drawing, node, branch))}</ul>`
}
</li>`;
}

function renderCard(drawing: Drawing, node: FlowNode): Html {
  const about = nodeSummary(node);
  const shown = about.length > SUMMARY_LENGTH ? `${about.slice(0, SUMMARY_LENGTH - 1).trimEnd()}…` : about;
  const called = calledContainer(drawing.graph, node);
  const target = called
    ? `#${partAnchor(called.kind, called.name)}`
    : node.kind === "callModule"
      ? drawing.moduleAddress?.(about)
      : undefined;
  const text = called?.name ?? shown;
  return html`<strong>${node.name}</strong>${!isUnique(drawing, node.name) && html` <small>${node.id}</small>`} <code>${node.kind}</code>${
    text !== "" &&
    text !== node.name &&
    html` <span class="about">${target ? html`<a href="${target}">${text}</a>` : text}</span>`
  }`;
}

function renderMark(node: FlowNode, { change, lines }: Mark): Html {
  return html`<ul class="changes" aria-label="What changed in ${node.name}">${lines.map(
    ({ sign, text }) =>
      html`<li><b class="sign" aria-hidden="true">${sign}</b> ${text.startsWith(`${node.id}: `) ? text.slice(node.id.length + 2) : text}</li>`,
  )}${change === "added" && lines.length === 0 && html`<li>new</li>`}</ul>`;
}

function renderBranch(drawing: Drawing, node: FlowNode, { paths, leads }: Branch): Html {
  const label = html`<span class="branch-label">${paths.length === 0 ? "then" : pathNames(paths)}</span>`;
  if (leads === "nowhere") {
    const missing = node.kind === "callModule";
    return html`<li class="branch nowhere${missing && " missing"}">${label} <span class="end">${missing ? "no transition" : "nothing follows"}</span></li>`;
  }
  if ("to" in leads) {
    return html`<li class="branch">${label} <span aria-hidden="true">${leads.back ? "↺" : "→"}</span> ${leads.back && "back to "}<a href="#${anchor(leads.to)}">${nameOf(drawing, leads.to)}</a></li>`;
  }
  return html`<li class="branch">${label}${renderBlock(drawing, leads.block)}</li>`;
}

function pathNames(paths: readonly string[]): Html {
  return html`${paths.map((path, index) => html`${index > 0 && ", "}<b>${path}</b>`)}`;
}

function shapeOf(node: FlowNode): string {
  if (node.kind === "callModule") return "module";
  const info = actionOf(node.kind);
  if (node.kind === "end" || info?.terminal || info?.leaves) return "ends";
  if (info?.shape === "loop") return "loop";
  return info?.shape === "cases" || info?.outputs.includes("yes") ? "choice" : "action";
}

function nameOf(drawing: Drawing, id: NodeId): string {
  const name = drawing.graph.nodes.get(id)?.name ?? id;
  return isUnique(drawing, name) ? name : id;
}

function isUnique({ named }: Drawing, name: string): boolean {
  return (named.get(name) ?? 0) < 2;
}

function anchor(id: NodeId): string {
  return `step-${encodeURIComponent(id)}`;
}

function partAnchor(kind: string, name: string): string {
  return `${kind}-${encodeURIComponent(name)}`;
}
