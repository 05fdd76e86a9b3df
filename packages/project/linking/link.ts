import {
  type ArchyDocument,
  type ArchyReference,
  archyPathText,
  compile,
  type Diagnostic,
  DiagnosticError,
  digest,
  type FlowGraph,
  lift,
  type ModuleContract,
  moduleCalls,
  namedByStandIn,
  references,
  type SourceMapEntry,
  toGraphInParts,
} from "@genesys-flows/architect";
import type { ReadFlow } from "../reading/flow.ts";
import type { ProjectModules } from "./modules.ts";

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

/** The result for one flow: its findings, its graph as far as possible, or the whole flow. */
export interface LinkResult {
  readonly read: ReadFlow;
  readonly findings: readonly Diagnostic[];
  /** Absent with mistakes. */
  readonly flow?: LinkedFlow;
  /** Of a definition with mistakes: its graph, to find more mistakes; `inParts` where not all of it could be read. */
  readonly beside?: { readonly graph: FlowGraph; readonly inParts: boolean };
}

/** Makes graphs and documents, each flow's calls against the contracts of the modules; modules come first. */
export function linkFlows(flows: readonly ReadFlow[], modules: ProjectModules): LinkResult[] {
  const isModule = ({ type }: ReadFlow) => type === "commonModule";
  return [...flows.filter(isModule), ...flows.filter((flow) => !isModule(flow))].map((read) => ({
    read,
    ...(read.origin === "definition" ? linkDefinition(read, modules) : linkExport(read, modules)),
  }));
}

function linkDefinition(read: ReadFlow & { origin: "definition" }, modules: ProjectModules): Omit<LinkResult, "read"> {
  const { file, definition } = read;
  const { graph, findings } = toGraphInParts(definition, {
    modules: (called) => modules.byKey(called),
    moduleKeys: () => modules.keys(),
  });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || definition.unread) return { findings: errors, beside: { graph, inParts: true } };
  try {
    const { document, sourceMap } = compile({ graph, file });
    const called = calledKeys(read).filter((name) => modules.has(name));
    const contract = graph.module;
    return {
      findings,
      flow: {
        read,
        graph,
        document,
        sourceMap,
        digest: digest(document),
        modules: called,
        references: references(document),
        ...(contract && { contract }),
      },
    };
  } catch (error) {
    return { findings: mistakesOf(error), beside: { graph, inParts: false } };
  }
}

function mistakesOf(error: unknown): readonly Diagnostic[] {
  if (!(error instanceof DiagnosticError)) throw error;
  return error.diagnostics;
}

function linkExport(read: ReadFlow & { origin: "export" }, modules: ProjectModules): Omit<LinkResult, "read"> {
  const { document } = read;
  let graph: FlowGraph;
  try {
    const unnamed = namedByStandIn(document);
    graph = lift(document, { contract: (name) => (unnamed.has(name) ? undefined : modules.byName(name)?.outcome) });
  } catch (error) {
    return { findings: mistakesOf(error) };
  }
  const contract = read.type === "commonModule" ? modules.byName(read.name) : undefined;
  const called = moduleCalls(document).flatMap((call) => modules.keyNamed(call.module) ?? []);
  return {
    findings: [],
    flow: {
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
    },
  };
}

/** Keys of the modules that a definition calls, in order of first call. */
export function calledKeys(read: ReadFlow & { origin: "definition" }): string[] {
  const keys = read.definition.nodes.flatMap((node) =>
    node.action === "callModule" && typeof node.body === "string" ? [node.body] : [],
  );
  return [...new Set(keys)];
}
