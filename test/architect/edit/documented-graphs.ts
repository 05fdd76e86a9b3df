import {
  DiagnosticSink,
  type FlowGraph,
  kernelCodes,
  type ModuleContract,
  parseDefinition,
  toGraph,
} from "@genesys-flows/architect";
import { files } from "../definition/documented.ts";
import { handler } from "./shared-module.ts";

export const KEY = "common-error-handler";

/** What the flows of the documentation fill in. */
export const values = new Map<string, string | number>([
  ["queue", "Sales"],
  ["welcome", "Welcome."],
  ["attempts", 3],
]);

const modules = new Map<string, ModuleContract | undefined>([[KEY, handler]]);
for (const { file, key, text } of files) {
  if (key !== KEY && /^commonModule:/m.test(text)) modules.set(key, graphOf(text, file).module);
}

/** The graph of a definition of the documentation, or of one that is made from it. */
export function graphOf(text: string, file = "flow.yaml"): FlowGraph {
  const definition = parseDefinition({ path: file, text }, { values: Object.fromEntries(values) });
  return toGraph(definition, { modules: (key) => modules.get(key), warnings: new DiagnosticSink(kernelCodes) });
}

/** The key of a module of the documentation by its name. */
export function keyOf(name: string): string | undefined {
  return [...modules].find(([, module]) => module?.name === name)?.[0];
}
