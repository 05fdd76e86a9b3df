import { readFile as readText } from "node:fs/promises";
import { join } from "node:path";
import {
  type Diagnostic,
  DiagnosticError,
  DiagnosticSink,
  isDefinition,
  type TopologyFlow,
  topologyDiagram,
} from "@genesys-flows/architect";
import { discover, type SourceFile } from "./discover.ts";
import { flowFindings } from "./flow-findings.ts";
import { edgesOf, linksOf } from "./graph-edges.ts";
import { checkIdentity } from "./identity.ts";
import { keyOfFile } from "./keys.ts";
import { type LinkedFlow, linkFlows } from "./link.ts";
import { moduleFindings } from "./module-findings.ts";
import { ProjectModules } from "./modules.ts";
import { type ExportOptions, isOptionsFile, readOptions } from "./options.ts";
import { type FlowOrder, orderFlows } from "./order.ts";
import { isQueuesFile, mergeQueues, type QueuesFile, readQueuesFile } from "./queues.ts";
import type { FileRead } from "./read.ts";
import { readDefinition } from "./read-definition.ts";
import { readExport } from "./read-export.ts";
import { type ImportFile, importFile, readTypeScript } from "./read-typescript.ts";
import { type StackFlowConfig, type StackSource, stackSource } from "./stack.ts";
import type { FlowProject, FlowUnit } from "./types.ts";
import { StackValues } from "./values.ts";

export interface LoadOptions {
  /** Folder of the project. */
  readonly root: string;
  /** The entries of the stack config's namespace `genesys-flows:`; checked here. */
  readonly stack?: StackFlowConfig | Readonly<Record<string, unknown>>;
  /** `Pulumi.<stack>.yaml`, relative to the project, for the places in messages. */
  readonly stackFile?: string;
  /** Folder of the flow files relative to the project; goes before the one of the stack config; `flows` when absent. */
  readonly flowsDir?: string;
  /** How a TypeScript file is imported. */
  readonly importFile?: ImportFile;
}

/** The mistakes of a project. */
export class ProjectError extends DiagnosticError {
  /** Every flow that was found, those with mistakes among them. */
  readonly flows: readonly { readonly key: string; readonly file: string }[];
  /** Notes on the project. */
  readonly notes: readonly Diagnostic[];

  constructor({ errors, all }: DiagnosticSink, flows: ProjectError["flows"]) {
    super(errors);
    this.flows = flows.map(({ key, file }) => ({ key, file }));
    this.notes = all.filter(({ severity }) => severity === "note");
  }
}

/**
 * Reads everything under `flows/` and checks it together, against one stack's values.
 * @throws ProjectError with everything that is wrong in all files
 */
export async function loadProject(o: LoadOptions): Promise<FlowProject> {
  const sink = new DiagnosticSink();
  const stack = stackSource(o.stack ?? {}, await stackText(o));
  for (const finding of stack.findings) sink.add(finding);
  const values = new StackValues(stack);
  const sources = await sourcesOf(o, { stack, sink });
  const { flows, queues } = await readAll(sources, { values, sink, importFile: o.importFile ?? importFile });
  const whole = flows.flatMap((flow) => ("broken" in flow ? [] : [flow]));
  const broken = flows.flatMap((flow) => ("broken" in flow ? [flow] : []));

  for (const finding of checkIdentity(flows)) sink.add(finding);
  const modules = new ProjectModules(flows);
  const linked = linkFlows(whole, modules);
  const found = [...linked.findings, ...flowFindings(linked.flows, modules), ...moduleFindings(linked.flows)];
  for (const finding of distinct(found)) sink.add(finding);
  const merged = attempt(sink, () => mergeQueues(queues)) ?? {};
  for (const finding of values.unused(broken)) sink.add(finding);
  if (sink.errors.length > 0) throw new ProjectError(sink, flows);

  const units = inOrder(linked.flows, values);
  return {
    root: o.root,
    flows: units,
    queues: merged,
    external: stack.config.external ?? [],
    warnings: sink.all.filter((finding) => finding.severity !== "error"),
    topology: () => topologyDiagram(units.map(inTopology)),
  };
}

/** Each finding once: what reading a definition warns of, the checks of the flow find again. */
function distinct(findings: readonly Diagnostic[]): Diagnostic[] {
  const key = ({ code, message, location }: Diagnostic) =>
    [code, message, location?.file, location?.line, location?.column].join("\n");
  return [...new Map(findings.toReversed().map((finding) => [key(finding), finding])).values()].toReversed();
}

async function stackText(o: LoadOptions): Promise<{ file: string; text: string } | undefined> {
  if (!o.stackFile) return undefined;
  const text = await readText(join(o.root, o.stackFile), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : { file: o.stackFile, text };
}

/** The files of the project. @throws DiagnosticError `flows-folder`, with what is wrong in the stack's config */
async function sourcesOf(
  o: LoadOptions,
  { stack, sink }: { stack: StackSource; sink: DiagnosticSink },
): Promise<SourceFile[]> {
  try {
    return await discover(o.root, o.flowsDir ?? stack.config.flowsDir ?? "flows", sink);
  } catch (error) {
    // Which folder is meant nobody knows then.
    if (!stack.isWrong("flowsDir")) report(sink, error);
    else if (!(error instanceof DiagnosticError)) throw error;
    sink.throwIfErrors();
    return [];
  }
}

interface ReadContext {
  readonly values: StackValues;
  readonly sink: DiagnosticSink;
  readonly importFile: ImportFile;
}

async function readAll(sources: readonly SourceFile[], context: ReadContext) {
  const { values, sink } = context;
  const flows: FileRead["flows"][number][] = [];
  const queues: QueuesFile[] = [];
  const options = optionsByKey(sources, sink);
  for (const source of sources) {
    if (isOptionsFile(source.file)) continue;
    if (isQueuesFile(source.text)) {
      const { read, findings } = attempt(sink, () => readQueuesFile(source.file, source.text)) ?? { findings: [] };
      for (const finding of findings) sink.add(finding);
      if (read) queues.push(read);
      continue;
    }
    const { flows: read, findings } = await readFile(source, { ...context, options });
    for (const { key } of read) values.ofFlow(key);
    for (const finding of findings) sink.add(finding);
    flows.push(...read);
  }
  for (const { file, claimed } of options.values()) if (!claimed) sink.add(optionsWithoutExport(file));
  return { flows, queues };
}

async function readFile(
  source: SourceFile,
  { values, importFile, options }: ReadContext & { options: ReadonlyMap<string, OptionsEntry> },
): Promise<FileRead> {
  const key = keyOfFile(source.file);
  values.ofFlow(key);
  if (source.file.endsWith(".ts")) return readTypeScript(source, importFile, values);
  if (isDefinition(source.text)) return readDefinition(key, source, values);
  const own = options.get(key);
  if (own) own.claimed = true;
  return readExport(key, source, values, own?.options);
}

interface OptionsEntry {
  readonly file: string;
  readonly options: ExportOptions;
  claimed: boolean;
}

function optionsByKey(sources: readonly SourceFile[], sink: DiagnosticSink): Map<string, OptionsEntry> {
  const entries = new Map<string, OptionsEntry>();
  for (const { file, text } of sources.filter((source) => isOptionsFile(source.file))) {
    const { options, findings } = readOptions(file, text);
    for (const finding of findings) sink.add(finding);
    entries.set(keyOfFile(file), { file, claimed: false, options });
  }
  return entries;
}

function optionsWithoutExport(file: string): Diagnostic {
  return {
    code: "options-without-export",
    severity: "error",
    message: `There is no Architect export \`${keyOfFile(file)}\` that these options belong to.`,
    hint: "Options belong to an export with the same key. A definition says the same in its own file.",
    location: { file, line: 1, column: 1 },
  };
}

function inOrder(flows: readonly LinkedFlow[], values: StackValues): FlowUnit[] {
  const byKey = new Map(flows.map((flow) => [flow.read.key, flow]));
  const keys = [...byKey.keys()].sort((a, b) => rank(byKey, a) - rank(byKey, b) || (a < b ? -1 : 1));
  const order = orderFlows(keys, edgesOf(flows));
  return order.order.map((key) => unitOf(byKey.get(key) as LinkedFlow, { flows, order, values }));
}

function rank(flows: ReadonlyMap<string, LinkedFlow>, key: string): number {
  return flows.get(key)?.read.type === "commonModule" ? 0 : 1;
}

interface Seen {
  readonly flows: readonly LinkedFlow[];
  readonly order: FlowOrder;
  readonly values: StackValues;
}

function unitOf(flow: LinkedFlow, { flows, order, values }: Seen): FlowUnit {
  const { read } = flow;
  const said = read.origin === "definition" ? read.definition : read.options;
  const options = read.origin === "export" ? read.options : undefined;
  const stack = values.ofFlow(read.key);
  const inCycleWith = order.circles.get(read.key) ?? [];
  const onDrift = stack.onDrift ?? options?.onDrift;
  return {
    key: read.key,
    file: read.file,
    origin: read.origin,
    type: read.type,
    name: read.name,
    graph: flow.graph,
    document: flow.document,
    digest: flow.digest,
    sourceDigest: read.sourceDigest ?? flow.digest,
    sourceMap: flow.sourceMap,
    modules: flow.modules,
    references: flow.references,
    leadsTo: linksOf(flow, flows),
    numbers: read.numbers.map(({ number }) => number),
    numberPlaces: Object.fromEntries(
      read.numbers.map(({ number, location }) => [
        number,
        { file: location?.file ?? read.file, line: location?.line ?? 1 },
      ]),
    ),
    formerly: said.formerly,
    pin: stack.pin ?? said.pin,
    forceUnlock: stack.forceUnlock ?? options?.forceUnlock ?? false,
    createStubs: inCycleWith.length > 0 || order.selfReferring.has(read.key),
    inCycleWith,
    ...(flow.contract && { contract: flow.contract }),
    ...(read.origin === "definition" && { filledIn: read.definition.filledIn }),
    ...(stack.import && { import: stack.import }),
    ...(stack.importedVersion && { importedVersion: stack.importedVersion }),
    ...(onDrift && { onDrift }),
    ...(flow.graph.division && { division: flow.graph.division }),
  };
}

function inTopology({ key, name, type, numbers, modules, leadsTo, references }: FlowUnit): TopologyFlow {
  const queues = references.filter(({ kind }) => kind === "queue").map((reference) => reference.name);
  return { key, name, type, numbers, modules, flows: leadsTo.map((link) => link.key), queues };
}

function attempt<T>(sink: DiagnosticSink, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    return report(sink, error);
  }
}

function report(sink: DiagnosticSink, error: unknown): undefined {
  if (!(error instanceof DiagnosticError)) throw error;
  for (const finding of error.diagnostics) sink.add(finding);
  return undefined;
}
