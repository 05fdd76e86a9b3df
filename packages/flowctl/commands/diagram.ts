import { boundedFlowDiagram, differenceDiagram, type FlowGraph } from "@genesys-flows/architect";
import { type Context, UsageError } from "../context.ts";
import { comparable, readFlow } from "../reading/flow-file.ts";
import { output } from "./output.ts";

export interface DiagramOptions {
  readonly stack: string;
  readonly file: string;
  readonly set?: readonly string[];
  /** An earlier version of the flow: what changed since is drawn. */
  readonly against?: string;
  /** Node to begin with: draws what is reached from it. */
  readonly from?: string;
  readonly out?: string;
  /** The file to write may be the one that is read. */
  readonly force?: boolean;
}

/** Prints a flow, or what changed in it, as Mermaid that GitHub draws; what is too large for that is folded. */
export async function diagram(o: DiagramOptions, context: Context): Promise<number> {
  const flow = await readFlow(o.file, o, context);
  const { graph } = flow;
  if (o.against !== undefined && o.from !== undefined) throw new UsageError("--against and --from do not go together.");
  if (o.against !== undefined) {
    const { before, after } = comparable(await readFlow(o.against, o, context), flow);
    return output(differenceDiagram(before, after), { ...o, sources: [o.file, o.against] }, context);
  }
  const drawn = boundedFlowDiagram(o.from === undefined ? graph : from(graph, o.from));
  return output(drawn, { ...o, sources: [o.file] }, context);
}

function from(graph: FlowGraph, start: string): FlowGraph {
  if (!graph.nodes.has(start)) {
    throw new UsageError(`There is no node '${start}'. Nodes: ${[...graph.nodes.keys()].slice(0, 30).join(", ")}`);
  }
  const reached = new Set([start]);
  for (const id of reached) for (const to of Object.values(graph.nodes.get(id)?.transitions ?? {})) reached.add(to);
  const nodes = new Map([...graph.nodes].filter(([id]) => reached.has(id)));
  return { ...graph, start, nodes, containers: [] };
}
