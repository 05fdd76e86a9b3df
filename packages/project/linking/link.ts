import {
  type ArchyDocument,
  type ArchyReference,
  archyPathText,
  checkFlow,
  checkParts,
  compile,
  type Diagnostic,
  DiagnosticError,
  DiagnosticSink,
  digest,
  type FlowGraph,
  kernelCodes,
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

export interface Linked {
  readonly flows: readonly LinkedFlow[];
  readonly findings: readonly Diagnostic[];
}

/**
 * Makes graphs and documents, each flow's calls against the contracts of the modules. A flow with mistakes is checked as
 * far as it can be read, and is left out of the result.
 */
export function linkFlows(flows: readonly ReadFlow[], modules: ProjectModules): Linked {
  const sink = new DiagnosticSink(kernelCodes);
  const isModule = ({ type }: ReadFlow) => type === "commonModule";
  const linked = new Map<ReadFlow, LinkedFlow>();
  for (const read of [...flows.filter(isModule), ...flows.filter((flow) => !isModule(flow))]) {
    const found = read.origin === "definition" ? linkDefinition(read, modules) : linkExport(read, modules);
    for (const finding of found.findings) if (!read.repeats?.(finding)) sink.add({ flow: read.key, ...finding });
    if (found.flow) linked.set(read, found.flow);
  }
  return { flows: flows.flatMap((flow) => linked.get(flow) ?? []), findings: sink.all };
}

interface LinkResult {
  readonly flow?: LinkedFlow;
  readonly findings: readonly Diagnostic[];
}

function linkDefinition(read: ReadFlow & { origin: "definition" }, modules: ProjectModules): LinkResult {
  const { key, file, definition } = read;
  const { unread, filledIn } = definition;
  const { graph, findings } = toGraphInParts(definition, {
    modules: (called) => modules.byKey(called),
    moduleKeys: () => modules.keys(),
  });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || unread) {
    return { findings: [...errors, ...errorsElsewhere(checkParts(graph, { key, filledIn }), errors)] };
  }
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
    const mistakes = mistakesOf(error);
    const contract = (name: string) => modules.byName(name);
    return { findings: [...mistakes, ...errorsElsewhere(checkFlow(graph, { key, contract, filledIn }), mistakes)] };
  }
}

/** Errors at other places than those that are reported already: at the same place they are the same mistake. */
function errorsElsewhere(found: readonly Diagnostic[], known: readonly Diagnostic[]): Diagnostic[] {
  const place = ({ location }: Diagnostic) => `${location?.file}:${location?.line}:${location?.column}`;
  const taken = new Set(known.map(place));
  return found.filter((finding) => finding.severity === "error" && !taken.has(place(finding)));
}

function mistakesOf(error: unknown): readonly Diagnostic[] {
  if (!(error instanceof DiagnosticError)) throw error;
  return error.diagnostics;
}

function linkExport(read: ReadFlow & { origin: "export" }, modules: ProjectModules): LinkResult {
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
