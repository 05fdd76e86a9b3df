import { flowTypes } from "../archy/flow-types.ts";
import { archyFromBody } from "../archy/print.ts";
import type { ArchyDocument, ArchyMap } from "../archy/types.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { anInstance } from "../definition/scope.ts";
import { DiagnosticError, DiagnosticSink } from "../diagnostic.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";
import { bodyOf } from "./body.ts";
import { channelOf } from "./channel.ts";
import { checkLevels, NestsTooDeeply, reportLayout } from "./depth.ts";
import { Emitter, type Failure } from "./emit.ts";
import { divisionOf } from "./parts.ts";
import { type Placement, placementOf } from "./place.ts";
import { type SourceMapEntry, sourceMapOf } from "./source-map.ts";
import { localize } from "./variables.ts";

export interface CompileResult {
  readonly document: ArchyDocument;
  readonly sourceMap: readonly SourceMapEntry[];
}

/**
 * Compiles a graph to an Archy document (design §4, "Compile"). In flows with tasks or states, a node that several
 * transitions reach becomes a task or state, and the transitions become jumps to this task or state. All other nodes
 * are nested. Common modules, in-queue flows and called tasks have only nested actions. An action has the name of its
 * node, so that `lift` can restore the nodes. A lifted graph keeps its document's containers and their variables.
 *
 * @param file the file name in diagnostics about the document; default: the graph's own file
 * @throws DiagnosticError `unstructured` with the nodes that nested actions cannot express; `variable-clash`;
 *   `missing-start`; `unreachable-node`; `too-deep`.
 */
export function compile({
  graph,
  file = graph.location?.file ?? graph.name,
}: {
  readonly graph: FlowGraph;
  readonly file?: string;
}): CompileResult {
  const sink = new DiagnosticSink(kernelCodes);
  if (graph.layout === undefined && (graph.start === undefined || !graph.nodes.has(graph.start))) {
    sink.report("missing-start", "The flow has no start.", { location: graph.location });
    sink.throwIfErrors();
  }
  const laidOut = layOut(graph, sink);
  sink.throwIfErrors();
  const { nodeOf } = laidOut.emitter;
  const body = bodyOf(graph, laidOut);
  checkLevels(graph, { body, nodeOf }, sink);
  sink.throwIfErrors();
  const document = archyFromBody(graph.type, body, { file });
  return { document, sourceMap: sourceMapOf(graph, body, { nodeOf, file }) };
}

/**
 * Divides the flow into parts. If nested lists cannot express the transitions to a node, the node begins a separate
 * part, and the division is repeated.
 */
function layOut(graph: FlowGraph, sink: DiagnosticSink) {
  const channel = channelOf(graph.type);
  const division = divisionOf(graph, channel);
  const extra = new Set<NodeId>();
  for (;;) {
    const placement = placementOf(graph, { division, channel, extra });
    if (checkReached(graph, placement, sink)) sink.throwIfErrors();
    const attempt = new DiagnosticSink(kernelCodes);
    const variables = localize(graph, placement, attempt);
    const emitter = new Emitter({
      type: graph.type,
      placement,
      nodes: variables.nodes,
      containers: graph.containers,
      contract: graph.module?.outcome,
    });
    const lists = partsOf(graph, placement, emitter, sink);
    const again = division.kept ? emitter.failures.flatMap((f) => f.nodes).filter((id) => placement.mayBegin(id)) : [];
    if (again.length === 0) {
      for (const diagnostic of attempt.all) sink.add(diagnostic);
      for (const failure of emitter.failures) unstructured(failure, graph, placement, sink);
      return { placement, variables, lists, emitter };
    }
    for (const id of again) extra.add(id);
  }
}

/** Lays out the parts. @throws DiagnosticError `too-deep` */
function partsOf(graph: FlowGraph, placement: Placement, emitter: Emitter, sink: DiagnosticSink): ArchyMap[] {
  try {
    return placement.parts.map((part) => emitter.part(part));
  } catch (error) {
    if (!(error instanceof NestsTooDeeply)) throw error;
    reportLayout(graph, error, sink);
    throw new DiagnosticError(sink.all);
  }
}

/** Reports unreachable nodes to the sink. Returns whether there are any. */
function checkReached(graph: FlowGraph, { structure }: Placement, sink: DiagnosticSink): boolean {
  if (structure.order.length === graph.nodes.size) return false;
  const reached = new Set(structure.order);
  for (const { id, location } of graph.nodes.values())
    if (!reached.has(id)) sink.report("unreachable-node", `Nothing leads to the node '${id}'.`, { location, node: id });
  return true;
}

function unstructured({ from, nodes }: Failure, graph: FlowGraph, placement: Placement, sink: DiagnosticSink): void {
  const part = placement.partOf(from.id);
  const shown = nodes.length === 1 ? [from.id, ...nodes] : nodes;
  const names = shown.map((id) => `'${id}'`).join(" and ");
  const where = part.called
    ? `In the task '${part.name}'`
    : flowTypes[graph.type].divided?.join
      ? "In the body of a loop"
      : `In ${anInstance(graph.type)}`;
  sink.report("unstructured", `${where}, nested actions cannot express the transitions at ${names}.`, {
    location: from.location,
    node: from.id,
    hint: "Let branches rejoin at one node after the node where they split. Go back only to a 'loop' node.",
  });
}
