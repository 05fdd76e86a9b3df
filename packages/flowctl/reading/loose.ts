import {
  type ArchyDocument,
  checkBeside,
  compile,
  type Diagnostic,
  DiagnosticError,
  type FlowGraph,
  isDefinition,
  lift,
  type ModuleContract,
  namedByStandIn,
  readWritten,
  type Scalar,
  toGraphInParts,
  type WrittenDefinition,
  writtenExport,
} from "@genesys-flows/architect";
import { keyOfFile } from "@genesys-flows/project";
import type { Modules } from "./modules.ts";

type Scalars = Readonly<Record<string, Scalar>>;

/** One flow, read from any kind of file. */
export interface FlowFile {
  readonly file: string;
  readonly key: string;
  readonly origin: "definition" | "export";
  readonly graph: FlowGraph;
  /** The document that is published; compiles a definition on each call. */
  document(): ArchyDocument;
  /** For a module: what callers may rely on. */
  readonly contract?: ModuleContract | undefined;
  /** For a definition: the values that replaced `${name}`. */
  readonly filledIn?: readonly Scalar[];
}

/** A flow that was read alone, with the names of placeholders of an export that are not set. */
export type LooseFlow = FlowFile & { readonly open: readonly string[] };

interface LooseOptions {
  readonly values: (key: string) => Scalars;
  readonly modules: Modules;
  /** Replaces a substitution that is not set; default: its name. */
  readonly standIns?: (name: string) => string;
}

/**
 * Reads a definition or an export alone. A value that is not set stays in the flow as `${name}`, a substitution as its name.
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
  const { written, findings: ofText } = readWritten({ path: file, text });
  const { definition, findings: found = [] } = written?.fill({ ...openTexts(written), ...values }) ?? {};
  const read = [...ofText, ...found];
  if (!definition) throw new DiagnosticError(read);
  const mistakes = new Set<Diagnostic>(read);
  const contract = (called: string) => {
    const module = modules.byKey(called);
    for (const mistake of module?.mistakes ?? []) mistakes.add(mistake);
    return module?.contract;
  };
  const { graph, findings } = toGraphInParts(definition, { modules: contract, moduleKeys: () => modules.keys() });
  for (const finding of findings) if (finding.severity === "error") mistakes.add(finding);
  if (mistakes.size > 0) {
    const beside = { known: [...mistakes], inParts: true };
    const { filledIn } = definition;
    const more = checkBeside(graph, beside, { key, filledIn, contract: (name) => modules.byName(name) });
    throw new DiagnosticError([...mistakes, ...more]);
  }
  const document = () => compile({ graph, file }).document;
  const { filledIn } = definition;
  return { file, key, origin: "definition", graph, document, contract: graph.module, filledIn, open: [] };
}

/** Text values that the definition declares without a default, each as `${name}`. */
function openTexts({ declaredValues }: WrittenDefinition): Record<string, string> {
  const open = [...declaredValues].filter(([, value]) => value.type === "string" && value.default === undefined);
  return Object.fromEntries(open.map(([name]) => [name, `\${${name}}`]));
}

function looseExport(
  key: string,
  source: { file: string; text: string },
  values: Scalars,
  { modules, standIns }: LooseOptions,
): LooseFlow {
  const written = writtenExport(source);
  const document = written.fill(values, standIns && { standIn: standIns });
  const open = [...written.placeholders.keys()].filter((name) => !Object.hasOwn(values, name));
  const unnamed = namedByStandIn(document);
  const graph = lift(document, {
    contract: (name) => (unnamed.has(name) ? undefined : modules.byName(name)?.outcome),
  });
  const { file } = source;
  return { file, key, origin: "export", graph, document: () => document, contract: graph.module, open };
}
