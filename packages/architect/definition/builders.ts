import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Scalar } from "../archy/placeholders.ts";
import { lineStarts, locationAt } from "../archy/text.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticError, DiagnosticSink, diagnosticOf, type Location } from "../diagnostic.ts";
import { MAX_LEVELS, TOO_DEEP_HINT, tooDeep } from "../limits.ts";
import type {
  CallsOf,
  Checked,
  CheckedModule,
  DefinedFlow,
  DefinedModule,
  FlowShape,
  InterfaceOf,
  ModuleShape,
} from "./builder-types.ts";
import { literalPlaces } from "./literal-places.ts";
import { definitionFrom, writtenFrom } from "./parse.ts";
import type { Source } from "./source.ts";
import type { FlowDefinition } from "./types.ts";

/**
 * Defines a common module in TypeScript, with the same keys as a YAML file. The TypeScript compiler checks the inputs,
 * outputs, outcomes and channel of calls to the module.
 * @throws DiagnosticError with errors that the compiler cannot find, such as an unknown action
 */
export function defineModule<const M extends ModuleShape>(module: M & CheckedModule<M>): DefinedModule<InterfaceOf<M>> {
  const location = callSite();
  const { key = keyOf(location.file), ...rest } = module as ModuleShape;
  const defined = define(rest, location);
  return { ...defined, key } as DefinedModule<InterfaceOf<M>>;
}

/**
 * Defines a flow in TypeScript, with the same keys as a YAML file. `callModule` specifies a module by its definition,
 * or by its key without type checks. A transition to a node that does not exist, or a module call without a required
 * transition, does not compile.
 * @throws DiagnosticError with errors that the compiler cannot find, such as an unknown action
 */
export function defineFlow<const F extends FlowShape>(flow: F & Checked<F>): DefinedFlow<CallsOf<F>> {
  return define(flow, callSite());
}

/** Defines flows of the same shape, one for each row of a table. The key of the row is the key of the flow. */
export function defineFlows<const Row, const Key extends string, const F extends FlowShape>(
  table: Readonly<Record<Key, Row>>,
  make: (row: Row, key: Key) => F & Checked<F>,
): Readonly<Record<Key, FlowDefinition>> {
  const location = callSite();
  const sink = new DiagnosticSink(kernelCodes);
  const flows: [string, FlowDefinition][] = [];
  for (const [key, row] of Object.entries(table) as [Key, Row][]) {
    try {
      flows.push([key, define(make(row, key), location)]);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      for (const diagnostic of error.diagnostics) sink.add({ ...diagnostic, flow: key });
    }
  }
  sink.throwIfErrors();
  return Object.fromEntries(flows) as Record<Key, FlowDefinition>;
}

/**
 * A per-environment value that the definition declares under `values`. Use this function for a property that requires a
 * number or a boolean. In a string, write `"${name}"`.
 * @example { collectInput: { digits: value<number>("pinLength"), into: "Task.pin" } }
 */
export function value<T extends Scalar = string>(name: string): T {
  return `\${${name}}` as unknown as T;
}

/** A definition that declares values keeps its placeholders until a stack sets them. */
function define(written: object, location: Location): FlowDefinition {
  checkLevels(written, location);
  const data = plain(written) as ArchyMap;
  const source: Source = { file: location.file, data, locate: placesFrom(location) };
  if (data["values"] === undefined) return definitionFrom(source, {});
  return { ...definitionFrom(source, "keep"), written: writtenFrom(source) };
}

/**
 * The locations of the data in the calling file, if that file contains the data literally; otherwise, the location of
 * the call.
 */
function placesFrom(call: Location): Source["locate"] {
  let places: ((path: ArchyPath) => Location) | undefined;
  return (path) => {
    places ??= placesIn(call);
    return places(path);
  };
}

function placesIn(call: Location): (path: ArchyPath) => Location {
  let text: string;
  try {
    text = readFileSync(resolve(call.file), "utf8");
  } catch {
    // The calling program has no file, so diagnostics can only show the call.
    return () => call;
  }
  const starts = lineStarts(text);
  const find = literalPlaces(text, (starts[call.line - 1] ?? 0) + call.column - 1);
  return (path) => {
    const found = find(path);
    return found ? locationAt({ file: call.file, text, starts }, found.from, found.length) : call;
  };
}

/** @throws DiagnosticError `too-deep` for data that nests too deeply or contains itself */
function checkLevels(written: object, location: Location): void {
  const found = tooDeep(written, { inner: (value) => (isModule(value) ? undefined : value) });
  if (!found) return;
  const [top, ...rest] = found.path;
  const at = rest.length > 0 ? `'${String(top)}'` : "The definition";
  const message = `${at} nests deeper than ${MAX_LEVELS} levels, or contains itself.`;
  throw new DiagnosticError([diagnosticOf(kernelCodes, "too-deep", message, { location, hint: TOO_DEEP_HINT })]);
}

/** Plain data, without undefined values and with modules replaced by their keys. */
function plain(value: unknown): ArchyValue {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return (value ?? null) as ArchyValue;
  if (isModule(value)) return value.key;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}

function isModule(value: object): value is DefinedModule {
  return "locate" in value && typeof value.locate === "function" && "key" in value;
}

const FRAME = /(?:\(|at )((?:file:\/\/)?[^()\s]*?\.[cm]?[jt]s):(\d+):(\d+)\)?$/;
const HERE = /[/\\]definition[/\\]builders\.[cm]?[jt]s$/;

/** The location of the call to a function of this file. The path is relative to the working directory. */
function callSite(): Location {
  for (const line of (new Error().stack ?? "").split("\n")) {
    const [, file, row, column] = FRAME.exec(line.trim()) ?? [];
    if (file === undefined || HERE.test(file)) continue;
    const path = decodeURI(file.replace(/^file:\/\//, ""));
    const base = `${process.cwd()}/`;
    return { file: path.startsWith(base) ? path.slice(base.length) : path, line: Number(row), column: Number(column) };
  }
  return { file: "definition", line: 1, column: 1 };
}

function keyOf(file: string): string {
  return (file.split(/[/\\]/).at(-1) ?? file).replace(/\.[cm]?[jt]s$/, "");
}
