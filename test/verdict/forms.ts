import path from "node:path";
import {
  type ArchyDocument,
  checkFlow,
  compile,
  type Diagnostic,
  DiagnosticError,
  type FlowGraph,
  lift,
  parseArchy,
  readWritten,
  type SourceMapEntry,
  toGraphInParts,
} from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import {
  compiledSubject,
  type FlowSubject,
  judgeFlow,
  kernelFindings,
  rules,
  sourceSubject,
  strictest,
} from "@genesys-flows/rules";
import { renderExport } from "../../packages/local-org/flows/export/export-flow.ts";
import type { FlowForm } from "../../packages/rules/one-form.ts";

const enforcement = strictest(rules);

/** The findings of each form of a flow, as `CODE at NODE`, sorted; undefined for a definition that is not compiled. */
export function verdicts(text: string, file = "flow.yaml"): Record<FlowForm, string[]> | undefined {
  const { written, findings } = readWritten({ path: file, text });
  const definition = written?.fill({}).definition;
  if (!definition || findings.length > 0) return undefined;
  const made = toGraphInParts(definition, { modules: () => undefined });
  if (made.findings.some(({ severity }) => severity === "error")) return undefined;
  const { graph } = made;
  let compiled: { document: ArchyDocument; sourceMap: readonly SourceMapEntry[] };
  try {
    compiled = compile({ graph, file });
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
  const document = parseArchy(compiled.document.text, { file });
  const again = parseArchy(renderExport(document, { division: undefined, contractOf: () => undefined }), { file });
  const key = "flow";
  const facts = {
    key,
    origin: "definition" as const,
    file,
    nodes: compiled.sourceMap,
    calls: [],
    onFaultLocation: { file, line: 1 },
  };
  const source = sourceSubject({ key, origin: "definition", graph, document });
  const exported = sourceSubject({ key, origin: "export", graph: lift(again), document: again });
  return {
    definition: told([...made.findings, ...checkFlow(graph)], source),
    "compiled document": told(checkFlow(document), compiledSubject(document, { key, facts })),
    "re-export": told(checkFlow(again), exported),
    resource: told([], compiledSubject(document, { key })),
  };
}

/** What the kernel and all rules find, each once, also where a rule raises what the kernel finds. */
function told(found: readonly Diagnostic[], subject: FlowSubject): string[] {
  const flow = () => subject;
  const all = [...found, ...judgeFlow("flow", flow, enforcement), ...kernelFindings("flow", flow, enforcement)];
  const each = new Map(
    all.map(({ code, node, message }) => {
      // A finding about a variable is at its first use in the text, and the order of nodes is the form's own.
      const at = OF_VARIABLES.has(code) ? message : nameOf(node, subject.graph);
      return [`${code} ${node} ${message}`, `${code} at ${at}`];
    }),
  );
  return [...each.values()].sort();
}

const OF_VARIABLES = new Set(["never-set", "never-read"]);

/** The name of a node, which all forms have; ids are the form's own. */
function nameOf(id: string | undefined, graph: FlowGraph): string {
  return id === undefined ? "the flow" : (graph.nodes.get(id)?.name ?? id);
}

/** Exports as definitions, where a definition can express them. */
export function asDefinition({ file, text }: { file: string; text: string }): { file: string; text: string }[] {
  try {
    return [{ file: `${path.parse(file).name}.yaml`, text: toDefinition(lift(parseArchy(text, { file }))) }];
  } catch (error) {
    if (error instanceof DiagnosticError) return [];
    throw error;
  }
}
