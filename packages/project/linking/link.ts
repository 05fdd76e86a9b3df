import {
  type ArchyDocument,
  type ArchyReference,
  archyPathText,
  compile,
  type Diagnostic,
  DiagnosticError,
  digest,
  entryAt,
  type FlowGraph,
  lift,
  type ModuleContract,
  moduleCalls,
  namedByStandIn,
  type OutcomeContract,
  references,
  type SourceMapEntry,
  toGraphInParts,
} from "@genesys-flows/architect";
import type { FlowFacts, ReadFlow } from "../reading/flow.ts";
import type { Modules } from "./modules.ts";

/** A module call, for the policy pack. */
export interface CallRecord {
  readonly node: string;
  /** Archy path of the call: `/inboundCall/tasks/task[x]/actions[2]`. */
  readonly path: string;
  /** Display name of the module. */
  readonly module: string;
  /** Omitted for a module outside this project, and for a module without declared outcomes. */
  readonly outcome?: OutcomeContract;
}

/** A flow whose module calls are resolved: its graph and the document that is published. */
export interface LinkedFlow {
  readonly read: FlowFacts;
  /** The nodes of the flow and its transitions. */
  readonly graph: FlowGraph;
  /** The document to publish: compiled from a definition, or the export with its substitutions. */
  readonly document: ArchyDocument;
  /** The sha256 hash, in hex, of the document's normal form. */
  readonly digest: string;
  /** The place in the source of each action of the document. */
  readonly sourceMap: readonly SourceMapEntry[];
  /** The module calls of the document, in order. */
  readonly calls: readonly CallRecord[];
  /** Keys of this project's modules that it calls, in order of first call. */
  readonly modules: readonly string[];
  /** Every object that the document names. */
  readonly references: readonly ArchyReference[];
  /** The interface that callers may rely on; only for modules. */
  readonly contract?: ModuleContract;
  /** Name of its division. */
  readonly division?: string;
  /** The content of the compiled document's sidecar, if already known. */
  readonly sidecar?: string;
}

/** The result for one flow: its findings, and the whole flow or as much of its graph as possible. */
export interface LinkResult {
  readonly read: ReadFlow;
  readonly findings: readonly Diagnostic[];
  /** Omitted if the flow has errors. */
  readonly flow?: LinkedFlow;
  /**
   * For a definition with errors: its graph, to find further errors; `inParts` is true if only parts of it could be
   * read.
   */
  readonly beside?: { readonly graph: FlowGraph; readonly inParts: boolean };
}

/** Creates the graph and document of a flow, and checks its calls against the contracts of the modules. */
export function linkFlow(read: ReadFlow, modules: Modules): LinkResult {
  return { read, ...(read.origin === "definition" ? linkDefinition(read, modules) : linkExport(read, modules)) };
}

function linkDefinition(read: ReadFlow & { origin: "definition" }, modules: Modules): Omit<LinkResult, "read"> {
  const { file, definition } = read;
  const { graph, findings } = toGraphInParts(definition, {
    modules: (called) => modules.byKey(called),
    dataActions: (called) => modules.dataAction(called),
    dataTables: (named) => modules.dataTable(named),
    moduleKeys: () => modules.keys(),
    stacksOf: (called) => modules.stacksOf(called),
    flowOf: (called) => modules.flowOf(called),
    renamedFrom: (called) => modules.renamedFrom(called),
  });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || definition.unread) return { findings: errors, beside: { graph, inParts: true } };
  try {
    const { document, sourceMap } = compile({ graph, file });
    const called = calledKeys(read).filter((name) => modules.has(name));
    const linked = { read, graph, document, sourceMap, modules: called, contract: graph.module };
    return { findings, flow: { ...linked, ...ofDocument(linked, modules) } };
  } catch (error) {
    return { findings: mistakesOf(error), beside: { graph, inParts: false } };
  }
}

function ofDocument(
  { document, graph, sourceMap }: Pick<LinkedFlow, "document" | "graph" | "sourceMap">,
  modules: Modules,
): Pick<LinkedFlow, "calls" | "digest" | "references" | "division"> {
  const calls = callsOf(document, sourceMap, modules);
  return { calls, digest: digest(document), references: references(document), division: graph.division || undefined };
}

function mistakesOf(error: unknown): readonly Diagnostic[] {
  if (!(error instanceof DiagnosticError)) throw error;
  return error.diagnostics;
}

function linkExport(read: ReadFlow & { origin: "export" }, modules: Modules): Omit<LinkResult, "read"> {
  const { document } = read;
  let graph: FlowGraph;
  try {
    const unnamed = namedByStandIn(document);
    graph = lift(document, { contract: (name) => (unnamed.has(name) ? undefined : modules.byName(name)?.outcome) });
  } catch (error) {
    return { findings: mistakesOf(error) };
  }
  const contract = read.type === "commonModule" ? modules.byName(read.name) : undefined;
  const sourceMap = [...graph.nodes.values()].flatMap((node) => {
    if (!node.path) return [];
    const { line, column } = document.locate(node.path);
    return [{ path: archyPathText(document, node.path), node: node.id, file: read.file, line, column }];
  });
  const found = ofDocument({ document, graph, sourceMap }, modules);
  const called = [...new Set(found.calls.flatMap(({ module }) => modules.keyNamed(module) ?? []))];
  return { findings: [], flow: { read, graph, document, sourceMap, modules: called, contract, ...found } };
}

function callsOf(document: ArchyDocument, sourceMap: readonly SourceMapEntry[], modules: Modules): CallRecord[] {
  const entry = entryAt(document, sourceMap);
  return moduleCalls(document).map((call) => {
    const path = archyPathText(document, call.path);
    const outcome = modules.byName(call.module)?.outcome;
    const node = entry(call.path)?.node ?? path;
    return { node, path, module: call.module, ...(outcome && { outcome }) };
  });
}

/** Keys of the modules that a definition calls, in order of first call. */
export function calledKeys(read: ReadFlow & { origin: "definition" }): string[] {
  const keys = read.definition.nodes.flatMap((node) =>
    node.action === "callModule" && typeof node.body === "string" ? [node.body] : [],
  );
  return [...new Set(keys)];
}
