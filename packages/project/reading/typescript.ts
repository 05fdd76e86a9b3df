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
import { fileFinding, finding, startOf } from "../codes.ts";
import { keyOfFile } from "../keys.ts";
import type { FlowElsewhere } from "../stack/source.ts";
import type { StackValues } from "../stack/values.ts";
import { definitionFlow, withStackValues } from "./definition.ts";
import type { SourceFile } from "./discover.ts";
import { type BrokenFlow, brokenFlow, type FileRead } from "./flow.ts";

/** Imports a file by its absolute path and returns what it exports. */
export type ImportFile = (path: string) => Promise<Record<string, unknown>>;

export const importFile: ImportFile = (path) => import(pathToFileURL(path).href) as Promise<Record<string, unknown>>;

/**
 * The flows that a TypeScript file exports: results of `defineFlow` and `defineModule`, separately or in a mapping by
 * key. The key of a single export is the file's key; if there are several exports, the key of each is its export name.
 * The stack provides the values that a flow declares. Reports `no-flow-exported`, `missing-value`, the findings of the
 * definition's schema, or `typescript-failed` if the file cannot be run.
 */
export async function readTypeScript(source: SourceFile, importIt: ImportFile, values: StackValues): Promise<FileRead> {
  const { file } = source;
  let exported: Record<string, unknown>;
  try {
    exported = source.exported ? { flow: source.exported } : await importIt(source.absolute);
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
    const hint = "Export the result of defineFlow or defineModule.";
    const findings = [fileFinding("no-flow-exported", file, "The file exports no flow.", { hint })];
    return { flows: [await brokenFile(source)], findings };
  }
  const single = found.length === 1 && found[0]?.named !== true;
  if (source.key !== undefined && !single) {
    const hint = "Import one of them, and pass it as `definition`.";
    const message = "The file exports several flows, but a component can have only one.";
    return { flows: [], findings: [fileFinding("no-flow-exported", file, message, { hint, flow: source.key })] };
  }
  const findings: Diagnostic[] = [];
  const elsewhere: FlowElsewhere[] = [];
  const flows = found.flatMap(({ name, definition }) => {
    const key = source.key ?? moduleKey(definition) ?? (single ? keyOfFile(file) : name);
    values.ofFlow(key);
    if (!definition.written) {
      findings.push(...values.resolve("values", key, new Map()).findings);
      return definitionFlow(key, file, at(file, definition));
    }
    const { flow, elsewhere: other, findings: own } = withStackValues(key, inProject(definition.written, file), values);
    findings.push(...own);
    if (other) elsewhere.push(other);
    if (other) return [];
    return flow ?? definitionFlow(key, file, at(file, definition));
  });
  return { flows, elsewhere, findings };
}

/** A file without usable exports. Its text may contain the names of the flows that it would export. */
async function brokenFile({ file, absolute }: SourceFile): Promise<BrokenFlow> {
  const key = keyOfFile(file);
  return brokenFlow({ key, file, text: await readFile(absolute, "utf8") }, {});
}

function failed(source: SourceFile, text: string, error: unknown): Diagnostic {
  return finding("typescript-failed", `The file cannot be run: ${messageOf(error)}`, {
    hint: "For more details, run it on its own: node <file>.",
    location: placeOfFailure(source, text, error) ?? startOf(source.file),
  });
}

/** Changes the path in a finding to the file's path in the project. */
function inFile(finding: Diagnostic, { file, absolute }: SourceFile): Diagnostic {
  const { location } = finding;
  return location && resolve(location.file) === absolute ? { ...finding, location: { ...location, file } } : finding;
}

/** The key of a module, which the definition contains because calls use it. */
function moduleKey(definition: FlowDefinition & { readonly key?: unknown }): string | undefined {
  return typeof definition.key === "string" ? definition.key : undefined;
}

/** The same definition, whose places contain the file's path in the project. */
function at(file: string, definition: FlowDefinition): FlowDefinition {
  return { ...definition, file, locate: (path, what) => ({ ...definition.locate(path, what), file }) };
}

/** Like `at`, for a definition before its values are filled in. */
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

/**
 * The place where a TypeScript file fails: the syntax error, the import that was not found, or the file's first
 * entry in the stack trace. Undefined if the error has none of these.
 * @param text the content of the file
 */
function placeOfFailure({ file, absolute }: SourceFile, text: string, error: unknown): Location | undefined {
  if (!(error instanceof Error)) return undefined;
  const lines = text.split("\n");
  const place = ofSyntax(absolute, error) ?? ofImport(lines, error) ?? ofStack(absolute, error);
  if (!place) return undefined;
  const sourceLine = lines[place.line - 1]?.replace(/\r$/, "");
  return { file, ...place, ...(sourceLine === undefined ? {} : { sourceLine }) };
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

/**
 * The place of a syntax error. Node prints it before the stack trace: `file:line`, some lines of the file, and carets
 * under the error.
 */
function ofSyntax(absolute: string, { stack = "" }: Error): Place | undefined {
  const [first = "", ...rest] = stack.split("\n");
  const name = [absolute, pathToFileURL(absolute).href].find((path) => first.startsWith(`${path}:`));
  const line = name === undefined ? Number.NaN : Number(first.slice(name.length + 1));
  if (!Number.isInteger(line)) return undefined;
  const carets = rest.map((text) => /^( *)(\^+)\s*$/.exec(text)).find((match) => match !== null);
  return { line, column: (carets?.[1]?.length ?? 0) + 1, ...(carets?.[2] ? { length: carets[2].length } : {}) };
}

/** The line with the import that was not found, matched by the last part of the path that Node looked for. */
function ofImport(lines: readonly string[], error: Error & { readonly code?: string }): Place | undefined {
  if (error.code !== "ERR_MODULE_NOT_FOUND" && error.code !== "ERR_UNSUPPORTED_DIR_IMPORT") return undefined;
  const [, wanted = ""] = /'([^']+)'/.exec(error.message) ?? [];
  const name = wanted.split(/[/\\]/).at(-1) ?? "";
  const index = lines.findIndex((text) => name !== "" && /\b(?:from|import)\b/.test(text) && text.includes(name));
  const line = lines[index];
  return line === undefined ? undefined : { line: index + 1, column: line.indexOf(name) + 1, length: name.length };
}

function ofStack(absolute: string, { stack = "" }: Error): Place | undefined {
  for (const path of [absolute, pathToFileURL(absolute).href]) {
    const at = stack.indexOf(`${path}:`);
    const [, line, column] = at < 0 ? [] : (/^:(\d+):(\d+)/.exec(stack.slice(at + path.length)) ?? []);
    if (line !== undefined) return { line: Number(line), column: Number(column) };
  }
  return undefined;
}
