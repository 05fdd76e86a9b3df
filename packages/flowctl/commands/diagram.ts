import { boundedFlowDiagram, differenceDiagram, type FlowGraph } from "@genesys-flows/architect";
import { comparable } from "@genesys-flows/architect/versions";
import { type Context, UsageError } from "../context.ts";
import { type ReadOptions, readFlow } from "../reading/flow-file.ts";
import { type OutOptions, output } from "./output.ts";

interface DiagramOptions extends ReadOptions, OutOptions {
  readonly file: string;
  readonly against?: string;
  readonly from?: string;
}

/** Prints a flow, or the changes to it, as Mermaid. Folds branches if the diagram is too large for GitHub. */
export async function diagram(o: DiagramOptions, context: Context): Promise<number> {
  const flow = await readFlow(o.file, o, context);
  const { graph } = flow;
  if (o.against !== undefined && o.from !== undefined)
    throw new UsageError("--against and --from cannot be combined. Use only one of them.");
  if (o.against !== undefined) {
    const { before, after } = comparable(await readFlow(o.against, o, context), flow);
    return output(differenceDiagram(before, after), { ...o, sources: [o.file, o.against] }, context);
  }
  const drawn = boundedFlowDiagram(o.from === undefined ? graph : from(graph, o.from));
  return output(drawn, { ...o, sources: [o.file] }, context);
}

function from(graph: FlowGraph, start: string): FlowGraph {
  if (!graph.nodes.has(start)) {
    throw new UsageError(
      `The flow has no node '${start}'. Its nodes: ${[...graph.nodes.keys()].slice(0, 30).join(", ")}`,
    );
  }
  const reached = new Set([start]);
  for (const id of reached) for (const to of Object.values(graph.nodes.get(id)?.transitions ?? {})) reached.add(to);
  const nodes = new Map([...graph.nodes].filter(([id]) => reached.has(id)));
  return { ...graph, start, nodes, containers: [] };
}
