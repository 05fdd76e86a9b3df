import { pathToFileURL } from "node:url";
import { type Diagnostic, DiagnosticError, type FlowDefinition, flowTypes } from "@genesys-flows/architect";
import type { SourceFile } from "./discover.ts";
import { keyOfFile } from "./keys.ts";
import type { ReadFlow } from "./read.ts";
import { definitionFlow, filledIn } from "./read-definition.ts";
import type { StackValues } from "./values.ts";

/** Imports a file by its absolute path and returns what it exports. */
export type ImportFile = (path: string) => Promise<Record<string, unknown>>;

export const importFile: ImportFile = (path) => import(pathToFileURL(path).href) as Promise<Record<string, unknown>>;

/**
 * The flows that a TypeScript file exports: what `defineFlow` and `defineModule` return, alone or in a mapping by key.
 * A single export has the file's key, several have their names.
 * Values that a flow declares are those of the stack.
 * @throws DiagnosticError `no-flow-exported`, `missing-value`, or `typescript-failed` when the file cannot be run
 */
export async function readTypeScript(
  source: SourceFile,
  importIt: ImportFile,
  values: StackValues,
): Promise<ReadFlow[]> {
  const { file } = source;
  const exported = await importIt(source.absolute).catch((error: unknown) => {
    if (error instanceof DiagnosticError) throw error;
    throw problem(
      file,
      "typescript-failed",
      `The file cannot be run: ${messageOf(error)}`,
      "Run it alone to see more: node <file>.",
    );
  });
  const found = Object.entries(exported).flatMap(([name, value]) => definitionsIn(name, value));
  if (found.length === 0) {
    throw problem(
      file,
      "no-flow-exported",
      "The file exports no flow.",
      "Export what defineFlow or defineModule returns.",
    );
  }
  const single = found.length === 1 && found[0]?.named !== true;
  return found.map(({ name, definition }) => {
    const key = moduleKey(definition) ?? (single ? keyOfFile(file) : name);
    const { filled, sourceDigest } = filledIn(key, at(file, definition), values);
    return { ...definitionFlow(key, file, at(file, filled)), ...(sourceDigest !== undefined && { sourceDigest }) };
  });
}

/** A module knows its key itself, since calls name it by the module. */
function moduleKey(definition: FlowDefinition & { readonly key?: unknown }): string | undefined {
  return typeof definition.key === "string" ? definition.key : undefined;
}

/** The same definition with places in the file as the project names it. */
function at(file: string, definition: FlowDefinition): FlowDefinition {
  return { ...definition, file, locate: (path, what) => ({ ...definition.locate(path, what), file }) };
}

function definitionsIn(name: string, value: unknown): { name: string; named?: true; definition: FlowDefinition }[] {
  if (isFlowDefinition(value)) return [{ name, definition: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    isFlowDefinition(inner) ? [{ name: key, named: true as const, definition: inner }] : [],
  );
}

function isFlowDefinition(value: unknown): value is FlowDefinition {
  if (typeof value !== "object" || value === null) return false;
  const { type, name, nodes, locate } = value as Partial<FlowDefinition>;
  return (
    typeof type === "string" &&
    type in flowTypes &&
    typeof name === "string" &&
    Array.isArray(nodes) &&
    typeof locate === "function"
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function problem(file: string, code: string, message: string, hint: string): DiagnosticError {
  const finding: Diagnostic = { code, severity: "error", message, hint, location: { file, line: 1, column: 1 } };
  return new DiagnosticError([finding]);
}
