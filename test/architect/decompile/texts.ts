import { type FlowGraph, type ModuleContract, parseDefinition, toGraph } from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";

/** A graph as the text of a definition. */
export const lifted = (graph: FlowGraph, o = {}): string => toDefinition(graph, o);
/** The graph of the text of a definition. */
export const again = (
  text: string,
  modules: (key: string) => ModuleContract | undefined = () => undefined,
): FlowGraph => toGraph(parseDefinition({ path: "again.yaml", text }, { values: {} }), { modules });
/** The nodes of a definition, a line each. */
export const nodes = (text: string): string => text.slice(text.indexOf("nodes:\n") + 7);
