import { readFileSync } from "node:fs";
import path from "node:path";
import {
  compile,
  DiagnosticError,
  DiagnosticSink,
  type FlowGraph,
  formatDiagnostic,
  kernelCodes,
  type ModuleContract,
  parseDefinition,
  toGraph,
} from "@genesys-flows/architect";
import type { CompileResult } from "../../../packages/architect/compile/compile.ts";

export const FLOWS = path.join(import.meta.dirname, "flows");

/** The text of a flow file of this folder. */
export function flowText(key: string): string {
  return readFileSync(path.join(FLOWS, `${key}.yaml`), "utf8");
}

/** The contract of one of this folder's modules. */
export function moduleOf(key: string): ModuleContract | undefined {
  if (!moduleKeys().includes(key)) return undefined;
  return toGraph(parseDefinition({ path: `${key}.yaml`, text: flowText(key) }, { values: {} }), {
    modules: () => undefined,
  }).module;
}

export function moduleKeys(): string[] {
  return ["pin-authentication", "common-error-handler"];
}

export interface Loaded extends CompileResult {
  readonly graph: FlowGraph;
  readonly warnings: readonly string[];
}

/** A flow from its text to its document, with this folder's modules. */
export function load(text: string, values: Record<string, string | number | boolean> = {}): Loaded {
  const definition = parseDefinition({ path: "flow.yaml", text }, { values });
  const warnings = new DiagnosticSink(kernelCodes);
  const graph = toGraph(definition, { modules: moduleOf, moduleKeys, warnings });
  return { graph, ...compile({ graph }), warnings: warnings.all.map(formatDiagnostic) };
}

/** All mistakes in a flow, as messages show them. */
export function mistakes(text: string, values: Record<string, string | number | boolean> = {}): string {
  try {
    load(text, values);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.message;
    throw error;
  }
  return "";
}
