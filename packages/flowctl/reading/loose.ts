import {
  type ArchyDocument,
  type Diagnostic,
  DiagnosticError,
  DiagnosticSink,
  type FlowGraph,
  isDefinition,
  lift,
  namedByStandIn,
  parseInParts,
  readYaml,
  type Scalar,
  toGraphInParts,
} from "@genesys-flows/architect";
import { keyOfFile } from "@genesys-flows/project";
import type { ModulesNear } from "./modules.ts";
import { parseFilled } from "./placeholders.ts";

type Scalars = Readonly<Record<string, string | number | boolean>>;

/** A flow that was read by itself. */
export type LooseFlow = { readonly key: string; readonly graph: FlowGraph } & (
  | { readonly origin: "definition"; readonly filledIn: readonly Scalar[] }
  | {
      readonly origin: "export";
      readonly document: ArchyDocument;
      /** Names that stand for themselves. */
      readonly open: readonly string[];
    }
);

export interface LooseOptions {
  readonly values: (key: string) => Scalars;
  readonly modules: ModulesNear;
  /** What stands in the place of a substitution that nobody gives; its name when absent. */
  readonly standIns?: (name: string) => string;
}

/**
 * Reads a definition or an export by itself. Of values that nobody gives `${name}` stays in the flow, of
 * substitutions their names.
 * @throws DiagnosticError with the mistakes of the file, and of the modules that it calls
 */
export function readLoose(source: { file: string; text: string }, o: LooseOptions): LooseFlow {
  const key = keyOfFile(source.file);
  const values = o.values(key);
  return isDefinition(source.text) ? looseDefinition(key, source, values, o) : looseExport(key, source, values, o);
}

function looseDefinition(
  key: string,
  { file, text }: { file: string; text: string },
  values: Scalars,
  { modules }: LooseOptions,
): LooseFlow {
  const given = { ...openValues(file, text), ...values };
  const { definition, findings: read } = parseInParts({ path: file, text }, { values: given });
  if (!definition) throw new DiagnosticError(read);
  const mistakes = new Set<Diagnostic>(read);
  const contract = (called: string) => {
    const module = modules.byKey(called);
    for (const mistake of module?.mistakes ?? []) mistakes.add(mistake);
    return module?.contract;
  };
  const { graph, findings } = toGraphInParts(definition, { modules: contract, moduleKeys: () => modules.keys() });
  for (const finding of findings) if (finding.severity === "error") mistakes.add(finding);
  if (mistakes.size > 0) throw new DiagnosticError([...mistakes]);
  return { key, origin: "definition", graph, filledIn: definition.filledIn };
}

/** Texts without a default that the definition declares, each standing for itself. */
function openValues(file: string, text: string): Record<string, string> {
  if (!/^(["']?)values\1\s*:/m.test(text)) return {};
  // What is wrong with the text is reported by reading the definition.
  const data = readYaml(text, { file, sink: new DiagnosticSink(), inParts: true })?.value;
  const declared =
    (data as { values?: Record<string, { type?: string; default?: unknown } | null> } | null | undefined)?.values ?? {};
  const open = Object.entries(declared).filter(([, of]) => of?.type === "string" && of.default === undefined);
  return Object.fromEntries(open.map(([name]) => [name, `\${${name}}`]));
}

function looseExport(
  key: string,
  source: { file: string; text: string },
  values: Scalars,
  { modules, standIns }: LooseOptions,
): LooseFlow {
  const { document, open } = parseFilled(source, { values, ...(standIns && { standIn: standIns }) });
  const unnamed = namedByStandIn(document);
  const graph = lift(document, {
    contract: (name) => (unnamed.has(name) ? undefined : modules.byName(name)?.outcome),
  });
  return { key, origin: "export", document, graph, open };
}
