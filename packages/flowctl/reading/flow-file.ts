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
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { type Context, UsageError } from "../context.ts";
import { loadForStack, stackConfig } from "../stack-file.ts";
import { type Modules, ModulesNear } from "./modules.ts";
import { type NamedPath, namedPath, textOfNamed } from "./places.ts";

type Scalars = Readonly<Record<string, Scalar>>;

/** A flow that was read from any kind of file. */
export interface FlowFile {
  readonly file: string;
  readonly key: string;
  readonly origin: "definition" | "export";
  readonly graph: FlowGraph;
  /** The document to publish. For a definition, each call compiles the document. */
  document(): ArchyDocument;
  /** For a module: the interface that callers may rely on. */
  readonly contract?: ModuleContract | undefined;
  /** For a definition: the values that replaced `${name}`. */
  readonly filledIn?: readonly Scalar[];
}

/** A flow that was read separately. `open` lists the placeholders of an export that are not set. */
export type LooseFlow = FlowFile & { readonly open: readonly string[] };

interface LooseOptions {
  readonly values: (key: string) => Scalars;
  readonly modules: Modules;
  /** Returns the replacement of a substitution that is not set; default: its name. */
  readonly standIns?: (name: string) => string;
}

/**
 * Reads a definition or an export separately. Values that are not set are kept as `${name}`. Substitutions that are not
 * set are replaced with their names.
 * @throws DiagnosticError with the errors in the file, and in the modules that it calls
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

/** The string values that the definition declares without a default, each kept as `${name}`. */
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

export interface ReadOptions {
  readonly stack: string;
  /** Values of `${names}` and `{{names}}`, as `name=value`. These values take precedence over the stack's values. */
  readonly set?: readonly string[];
}

/**
 * Reads a flow from a definition or an export. A file in the project is read with the stack's values. A file is read
 * separately if it is outside the project, or if other files in the project have errors. Values that are not set are
 * kept as `${name}`.
 * @throws DiagnosticError with the errors in the file; UsageError if the file does not exist or defines several flows
 */
export async function readFlow(path: string, o: ReadOptions, context: Context): Promise<FlowFile> {
  const named = namedPath(path, o, context);
  if (named.isFolder) throw new UsageError(`${path} is a folder. Specify one flow file.`);
  const isCode = isFlowCode(named.shown);
  if (named.inProject && !o.set?.length) {
    const found = await fromProject(named, o, { context, required: isCode });
    if (found) return found;
  }
  if (isCode)
    throw new UsageError(
      `${path} is not in the project's flows folder. Flows in TypeScript can only be read as part of the project.`,
    );
  return looseFlow(named, o, context);
}

async function fromProject(
  path: NamedPath,
  o: ReadOptions,
  { context, required }: { context: Context; required: boolean },
): Promise<FlowFile | undefined> {
  try {
    const project = await loadForStack(context, o.stack);
    const units = project.flows.filter((unit) => unit.file === path.shown);
    const [unit, second] = units;
    if (second) {
      const keys = units.map(({ key }) => key).join(", ");
      throw new UsageError(
        `${path.shown} defines several flows: ${keys}. This command reads only files with one flow.`,
      );
    }
    if (!unit) return undefined;
    const { key, origin, graph, document, contract, file } = unit;
    return { file, key, origin, graph, document: () => document, contract };
  } catch (error) {
    const own =
      error instanceof DiagnosticError ? error.diagnostics.filter((d) => d.location?.file === path.shown) : undefined;
    if (own && own.length > 0) throw new DiagnosticError(own);
    if (required || (own === undefined && !(error instanceof UsageError))) throw error;
    return undefined;
  }
}

/** Reads a flow separately, with the modules in the folders near it. */
export function looseFlow(path: NamedPath, o: ReadOptions, context: Context, modules?: ModulesNear): FlowFile {
  const source = { file: path.shown, text: textOfNamed(path) };
  return readLoose(source, { values: valuesOf(o, context), modules: modules ?? new ModulesNear(path, context) });
}

/**
 * Values by name. Values on the command line override the stack's values for the flow, and those override the stack's
 * values for all flows.
 */
function valuesOf(o: ReadOptions, context: Context): (key: string) => Record<string, Scalar> {
  const config = stackConfig(context, o.stack);
  const given = assignments(o.set);
  return (key) => ({
    ...config.substitutions,
    ...config.values,
    ...config.flows?.[key]?.substitutions,
    ...config.flows?.[key]?.values,
    ...given,
  });
}

/** Values from the command line. @throws UsageError for an argument that is not `name=value` */
export function assignments(set: readonly string[] = [], option = "--set"): Record<string, Scalar> {
  const pairs = set.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`${option} ${text}: write NAME=VALUE.`);
    const value = text.slice(at + 1);
    if (value === "true" || value === "false") return [text.slice(0, at), value === "true"];
    return [text.slice(0, at), /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value];
  });
  return Object.fromEntries(pairs);
}
