import {
  type ArchyDocument,
  type ArchyReference,
  archyPathText,
  compile,
  type Diagnostic,
  DiagnosticError,
  DiagnosticSink,
  digest,
  type FlowGraph,
  lift,
  type ModuleContract,
  moduleCalls,
  moduleContract,
  references,
  type SourceMapEntry,
  toGraph,
} from "@genesys-flows/architect";
import type { ReadFlow } from "./read.ts";

/** A flow whose module calls are resolved: its graph and the document that is published. */
export interface LinkedFlow {
  readonly read: ReadFlow;
  readonly graph: FlowGraph;
  readonly document: ArchyDocument;
  readonly digest: string;
  readonly sourceMap: readonly SourceMapEntry[];
  /** Keys of this project's modules that it calls, in order of first call. */
  readonly modules: readonly string[];
  readonly references: readonly ArchyReference[];
  readonly contract?: ModuleContract;
}

export interface Linked {
  readonly flows: readonly LinkedFlow[];
  readonly findings: readonly Diagnostic[];
}

/**
 * Makes graphs and documents: modules first, then their callers against the modules' contracts. A caller of a module
 * that has mistakes itself is left out, so that one mistake is reported once.
 * @param unreadable keys of flows whose files could not be read
 */
export function linkFlows(flows: readonly ReadFlow[], unreadable: ReadonlySet<string>): Linked {
  const sink = new DiagnosticSink();
  const broken = new Set(unreadable);
  const modules = new Map<string, LinkedFlow>();
  const linked = new Map<string, LinkedFlow>();
  const link = (read: ReadFlow): LinkedFlow | undefined => {
    const found = collect(read.key, sink, () => linkOne(read, modules, broken, sink));
    if (!found) broken.add(read.key);
    return found;
  };
  for (const read of flows.filter((flow) => flow.type === "commonModule")) {
    const found = link(read);
    if (found) linked.set(read.key, found);
  }
  for (const [key, module] of linked) modules.set(key, module);
  for (const read of flows.filter((flow) => flow.type !== "commonModule")) {
    const found = link(read);
    if (found) linked.set(read.key, found);
  }
  return { flows: flows.flatMap((flow) => linked.get(flow.key) ?? []), findings: sink.all };
}

function linkOne(
  read: ReadFlow,
  modules: ReadonlyMap<string, LinkedFlow>,
  broken: ReadonlySet<string>,
  warnings: DiagnosticSink,
): LinkedFlow | undefined {
  return read.origin === "definition" ? linkDefinition(read, modules, broken, warnings) : linkExport(read, modules);
}

function linkDefinition(
  read: ReadFlow & { origin: "definition" },
  modules: ReadonlyMap<string, LinkedFlow>,
  broken: ReadonlySet<string>,
  warnings: DiagnosticSink,
): LinkedFlow | undefined {
  const called = calledKeys(read);
  if (called.some((key) => broken.has(key))) return undefined;
  const graph = toGraph(read.definition, {
    modules: (key) => modules.get(key)?.contract,
    moduleKeys: () => modules.keys(),
    warnings,
  });
  const { document, sourceMap } = compile({ graph, file: read.file });
  return {
    read,
    graph,
    document,
    sourceMap,
    digest: digest(document),
    modules: called.filter((key) => modules.has(key)),
    references: references(document),
    ...(graph.module && { contract: graph.module }),
  };
}

function linkExport(read: ReadFlow & { origin: "export" }, modules: ReadonlyMap<string, LinkedFlow>): LinkedFlow {
  const { document, options } = read;
  const byName = new Map([...modules].map(([key, module]) => [module.document.name.toLowerCase(), key]));
  const moduleNamed = (name: string) => modules.get(byName.get(name.toLowerCase()) ?? "");
  const graph = lift(document, { contract: (name) => moduleNamed(name)?.contract?.outcome });
  const contract =
    read.type === "commonModule"
      ? moduleContract(document, options.outcome ? { outcome: options.outcome } : {})
      : undefined;
  const called = moduleCalls(document).flatMap((call) => byName.get(call.module.toLowerCase()) ?? []);
  return {
    read,
    graph,
    document,
    digest: digest(document),
    sourceMap: [...graph.nodes.values()].flatMap((node) => {
      if (!node.path) return [];
      const { line } = document.locate(node.path);
      return [{ path: archyPathText(document, node.path), node: node.id, file: read.file, line }];
    }),
    modules: [...new Set(called)],
    references: references(document),
    ...(contract && { contract }),
  };
}

function calledKeys(read: ReadFlow & { origin: "definition" }): string[] {
  const keys = read.definition.nodes.flatMap((node) =>
    node.action === "callModule" && typeof node.body === "string" ? [node.body] : [],
  );
  return [...new Set(keys)];
}

function collect<T>(flow: string, sink: DiagnosticSink, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const diagnostic of error.diagnostics) sink.add({ flow, ...diagnostic });
    return undefined;
  }
}
