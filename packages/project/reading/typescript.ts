import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Diagnostic,
  DiagnosticError,
  type FlowDefinition,
  flowTypes,
  type Location,
  type WrittenDefinition,
} from "@genesys-flows/architect";
import { messageOf } from "@genesys-flows/architect/printable";
import { finding, type ProjectCode } from "../codes.ts";
import { keyOfFile } from "../keys.ts";
import type { FlowElsewhere } from "../stack/entries.ts";
import type { StackValues } from "../stack/values.ts";
import { definitionFlow, withStackValues } from "./definition.ts";
import type { SourceFile } from "./discover.ts";
import { placeOfFailure } from "./failure-place.ts";
import { type BrokenFlow, brokenFlow, type FileRead } from "./flow.ts";

/** Imports a file by its absolute path and returns what it exports. */
export type ImportFile = (path: string) => Promise<Record<string, unknown>>;

export const importFile: ImportFile = (path) => import(pathToFileURL(path).href) as Promise<Record<string, unknown>>;

/**
 * The flows that a TypeScript file exports: what `defineFlow` and `defineModule` return, alone or in a mapping by key.
 * A single export has the file's key, several have their names.
 * Values that a flow declares are those of the stack. Findings are `no-flow-exported`, `missing-value`, what a definition's
 * schema found, or `typescript-failed` when the file cannot be run.
 */
export async function readTypeScript(source: SourceFile, importIt: ImportFile, values: StackValues): Promise<FileRead> {
  const { file } = source;
  let exported: Record<string, unknown>;
  try {
    exported = await importIt(source.absolute);
  } catch (error) {
    const broken = await brokenFile(source);
    const findings =
      error instanceof DiagnosticError
        ? error.diagnostics.map((finding) => inFile(finding, source))
        : [failed(source, broken.text, error)];
    return { flows: [broken], findings };
  }
  const found = Object.entries(exported).flatMap(([name, value]) => definitionsIn(name, value));
  if (found.length === 0) {
    const hint = "Export what defineFlow or defineModule returns.";
    return {
      flows: [await brokenFile(source)],
      findings: [problem(file, "no-flow-exported", "The file exports no flow.", hint)],
    };
  }
  const single = found.length === 1 && found[0]?.named !== true;
  const findings: Diagnostic[] = [];
  const elsewhere: FlowElsewhere[] = [];
  const flows = found.flatMap(({ name, definition }) => {
    const key = moduleKey(definition) ?? (single ? keyOfFile(file) : name);
    values.ofFlow(key);
    if (!definition.written) return definitionFlow(key, file, at(file, definition));
    const { flow, elsewhere: other, findings: own } = withStackValues(key, inProject(definition.written, file), values);
    findings.push(...own);
    if (other) elsewhere.push(other);
    if (other) return [];
    return flow ?? definitionFlow(key, file, at(file, definition));
  });
  return { flows, elsewhere, findings };
}

/** A file without usable exports: its text may name the flows that it would export. */
async function brokenFile({ file, absolute }: SourceFile): Promise<BrokenFlow> {
  const key = keyOfFile(file);
  return brokenFlow({ key, file, text: await readFile(absolute, "utf8") }, {});
}

function failed(source: SourceFile, text: string, error: unknown): Diagnostic {
  const place = placeOfFailure(source, text, error);
  const message = `The file cannot be run: ${messageOf(error)}`;
  const found = problem(source.file, "typescript-failed", message, "Run it alone to see more: node <file>.");
  return place ? { ...found, location: { ...place, file: source.file } } : found;
}

/** A finding with the project's name of the file. */
function inFile(finding: Diagnostic, { file, absolute }: SourceFile): Diagnostic {
  const { location } = finding;
  return location && resolve(location.file) === absolute ? { ...finding, location: { ...location, file } } : finding;
}

/** A module has its own key, because calls use it. */
function moduleKey(definition: FlowDefinition & { readonly key?: unknown }): string | undefined {
  return typeof definition.key === "string" ? definition.key : undefined;
}

/** The same definition, with the project's name of the file in its places. */
function at(file: string, definition: FlowDefinition): FlowDefinition {
  return { ...definition, file, locate: (path, what) => ({ ...definition.locate(path, what), file }) };
}

/** The same before its values are filled in. */
function inProject(written: WrittenDefinition, file: string): WrittenDefinition {
  const here = <T extends { readonly location?: Location }>(found: T): T =>
    found.location ? { ...found, location: { ...found.location, file } } : found;
  return {
    ...written,
    file,
    declaredValues: new Map([...written.declaredValues].map(([name, declared]) => [name, here(declared)])),
    fill(values, o) {
      const { definition, findings, ...filled } = written.fill(values, o);
      return { ...filled, findings: findings.map(here), ...(definition && { definition: at(file, definition) }) };
    },
  };
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

function problem(file: string, code: ProjectCode, message: string, hint: string): Diagnostic {
  return finding(code, message, { hint, location: { file, line: 1, column: 1 } });
}
