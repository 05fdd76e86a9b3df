import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Diagnostic, DiagnosticError, DiagnosticSink, topologyDiagram } from "@genesys-flows/architect";
import { emailAddressOf, resolved } from "@genesys-flows/architect/settings";
import { AskedModules, sameAnswers } from "./cache/asked.ts";
import { FlowCache } from "./cache/flow-cache.ts";
import { codes, type ProjectCode } from "./codes.ts";
import { type ContractsByName, dataActionsIn } from "./linking/contracts.ts";
import { type FlowFindings, findingsIn, findingsOf } from "./linking/findings.ts";
import { checkIdentity, unknownStacks } from "./linking/identity.ts";
import { type LinkedFlow, linkFlow } from "./linking/link.ts";
import { type Modules, ProjectModules, underNames } from "./linking/modules.ts";
import { inTopology, unitsInOrder } from "./linking/units.ts";
import { hoursFindings } from "./objects/checks/hours.ts";
import { declaredContracts } from "./objects/contracts.ts";
import type { DeclaredObject } from "./objects/declared-object.ts";
import { flowObjectFindings } from "./objects/flows.ts";
import { objectFindings } from "./objects/merge.ts";
import type { FlowProject } from "./project.ts";
import { type DeclaredFlow, declaredFiles } from "./reading/declared.ts";
import { discover, type SourceFile, unknownFiles } from "./reading/discover.ts";
import { type FilesRead, type KeptFlow, readFiles } from "./reading/files.ts";
import type { FlowFacts, Identity, ReadFlow } from "./reading/flow.ts";
import type { ImportFile } from "./reading/typescript.ts";
import { projectSettings, type StackFlowConfig } from "./stack/config.ts";
import { type StackSource, stackNameOf, stackSource } from "./stack/source.ts";
import { StackValues } from "./stack/values.ts";
import { readYamlFile } from "./yaml-file.ts";

export interface LoadOptions {
  /** Folder of the project. */
  readonly root: string;
  /** The entries of the stack's configuration under `genesys-flows:`, which `loadProject` checks. */
  readonly stack?: StackFlowConfig | Readonly<Record<string, unknown>>;
  /** `Pulumi.<stack>.yaml`, relative to the project, for places in messages. */
  readonly stackFile?: string;
  /** Folder of the flow files relative to the project; overrides the stack's configuration. Default: `flows`. */
  readonly flowsDir?: string;
  /** Flows that a program declares. They replace the flow folder unless `withFolder` is set. */
  readonly declared?: readonly DeclaredFlow[];
  /** Also reads the flow folder if flows are declared. */
  readonly withFolder?: boolean;
  /** Imports a TypeScript file. */
  readonly importFile?: ImportFile;
  /**
   * Contents to use instead of the files' own contents, by path relative to the project, to check a change before it is
   * written. May include files that do not exist yet, and `stackFile`. Undefined: the file is removed.
   */
  readonly texts?: ReadonlyMap<string, string | undefined>;
  /**
   * Reads every file, and caches nothing for the next run. By default, flows that have not changed since an earlier run
   * are not read again.
   */
  readonly fresh?: boolean;
}

/** While a command writes several files, this file records how to undo the changes; relative to the project. */
export const UNFINISHED_CHANGE = ".genesys/unfinished-change.json";

export class ProjectError extends DiagnosticError {
  /** Every flow that was found, including flows with errors. */
  readonly flows: readonly { readonly key: string; readonly file: string }[];
  /** Warnings and notes about the project and the flows without errors. */
  readonly others: readonly Diagnostic[];

  constructor(
    { errors, all }: DiagnosticSink<ProjectCode>,
    { flows, notes }: Pick<ProjectError, "flows"> & { readonly notes: Iterable<readonly Diagnostic[]> },
  ) {
    super(errors);
    this.flows = flows.map(({ key, file }) => ({ key, file }));
    this.others = [...all.filter(({ severity }) => severity !== "error"), ...[...notes].flat()];
  }
}

/**
 * Reads everything under `flows/`, and checks it as a whole with one stack's values.
 * @throws ProjectError with all errors in all files
 */
export async function loadProject(o: LoadOptions): Promise<FlowProject> {
  const sink = new DiagnosticSink(codes);
  const add = (findings: readonly Diagnostic[]) => {
    for (const finding of findings) sink.add(finding);
  };
  const name = o.stackFile === undefined ? undefined : stackNameOf(o.stackFile);
  if (existsSync(join(o.root, UNFINISHED_CHANGE)))
    sink.report(
      "unfinished-change",
      "A command was interrupted while it was writing files in the project, so only some of them were changed.",
      {
        location: { file: UNFINISHED_CHANGE, line: 1, column: 1 },
        hint: `To undo the change, run: npm run flowctl -- check${name === undefined ? "" : ` --stack ${name}`}`,
      },
    );
  const stack = stackSource(o.stack ?? {}, await stackText(o));
  add(stack.findings);
  const declared = new Map(o.declared?.map((flow) => [flow.key, flow]));
  const values = new StackValues(stack, { name, declared });
  const unknown: string[] = [];
  const sources = await sourcesOf(o, { stack, sink, unknown });
  const cache = o.fresh ? undefined : await FlowCache.open(o);
  const files = await readFiles(sources, { root: o.root, texts: o.texts, values, importFile: o.importFile, cache });
  const { elsewhere } = files;
  const flows = files.flows.map((flow) => withGiven(flow, declared.get(flow.key)));
  add(files.findings);
  const named = new Set(files.objects.flatMap((object) => object.files));
  add([unknownFiles(unknown.filter((file) => !named.has(file))) ?? []].flat());
  const whole = flows.flatMap((flow) => ("broken" in flow ? [] : [flow]));
  const broken = flows.flatMap((flow) => ("broken" in flow ? [flow] : []));

  add(checkIdentity(flows, elsewhere));
  add(unknownStacks([...flows, ...elsewhere], o.root));
  const modules = new ProjectModules(flows, elsewhere, await knownContracts(o, files));
  const checked = modulesFirst(whole).map((flow) =>
    checkFlow(flow, underNames(modules, declared.get(flow.key)?.modules), cache),
  );
  await cache?.save();
  const { findings: found, notes } = findingsOf(checked.map((flow) => flow.found));
  add(found);
  add(objectFindings(files.objects));
  add(await hoursFindings(files.objects));
  add(
    flowObjectFindings(
      checked.flatMap(({ linked }) => linked ?? []),
      files.objects,
    ),
  );
  const renamedFrom = (was: string) => whole.find(({ formerly }) => formerly.includes(was))?.key;
  add(values.unused({ unreadable: broken, elsewhere, renamedFrom }));
  if (sink.errors.length > 0) throw new ProjectError(sink, { flows, notes: notes.values() });

  const linked = checked.flatMap((flow) => flow.linked ?? []);
  const leading = new Map(flows.map((flow) => [flow.key, flow]));
  const units = unitsInOrder(linked, { values, notes, declared, leading });
  return {
    root: o.root,
    flowsDir: flowsDirOf(o, stack),
    flows: units,
    elsewhere,
    objects: files.objects,
    queues: plainQueues(files.objects),
    ...resolved(projectSettings, stack.config),
    contracts: {
      dataActions: (action) => modules.dataAction(action),
      dataTables: (table) => modules.dataTable(table),
    },
    warnings: sink.all.filter((finding) => finding.severity !== "error"),
    topology: () => topologyDiagram(units.map(inTopology)),
  };
}

/** The queues whose settings do not refer to other objects, for a program that registers them itself. */
function plainQueues(objects: readonly DeclaredObject[]): FlowProject["queues"] {
  const queues = objects.filter(
    ({ kind, existing, references }) => kind === "queue" && !existing && references.length === 0,
  );
  return Object.fromEntries(queues.map(({ name, properties }) => [name, properties]));
}

/** A flow with the numbers and e-mail addresses that the program assigns to it. */
function withGiven<F extends Identity>(flow: F, given: DeclaredFlow | undefined): F {
  const { numbers, emailAddresses } = given ?? {};
  if (!numbers && !emailAddresses) return flow;
  return {
    ...flow,
    ...(numbers && { numbers: numbers.map((number) => ({ number })) }),
    ...(emailAddresses && { emailAddresses: emailAddresses.map((one) => ({ route: emailAddressOf(one) })) }),
  };
}

interface Checked {
  /** Omitted if the flow has errors. */
  readonly linked?: LinkedFlow | undefined;
  readonly found: FlowFindings;
}

/**
 * Links a flow and checks it against the modules of the project, unless an earlier run already did so with the same
 * modules.
 */
function checkFlow(flow: ReadFlow | KeptFlow, modules: Modules, cache: FlowCache | undefined): Checked {
  if ("kept" in flow) return sameAnswers(flow.kept.asked, modules) ? flow.kept : checkFlow(flow.read(), modules, cache);
  const seen = new AskedModules(modules);
  const result = linkFlow(flow, seen);
  const found = findingsIn(result, seen);
  const { asked } = seen;
  const { reading } = flow;
  const { flow: linked } = result;
  if (!cache || !reading || !linked || !asked) return { linked, found };
  return cache.keep({ ...reading, asked, linked, found }) ?? { linked, found };
}

function modulesFirst<F extends FlowFacts>(flows: readonly F[]): F[] {
  const isModule = ({ type }: FlowFacts) => type === "commonModule";
  return [...flows.filter(isModule), ...flows.filter((flow) => !isModule(flow))];
}

/**
 * The contracts of declared objects, and of data actions in the project's seed that no file declares. Empty for a
 * missing seed, and for a seed that is not YAML, which the embedded organisation reports. Read on first use.
 */
async function knownContracts(
  o: LoadOptions,
  { objects, findings }: Pick<FilesRead, "objects" | "findings">,
): Promise<() => ContractsByName> {
  const text = o.texts?.get(SEED) ?? (await readFile(join(o.root, SEED), "utf8").catch(() => undefined));
  const seed = () => (text === undefined ? undefined : readYamlFile({ file: SEED, text }).source?.data);
  return () => {
    const { dataActions, dataTables } = declaredContracts(objects, findings);
    return { dataActions: new Map([...dataActionsIn(seed(), SEED), ...dataActions]), dataTables };
  };
}

/** The initial content of the project's embedded organisation. */
const SEED = "local/organisation.yaml";

async function stackText({
  root,
  stackFile: file,
  texts,
}: LoadOptions): Promise<{ file: string; text: string } | undefined> {
  if (!file) return undefined;
  const missing = (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  };
  const text = texts?.get(file) ?? (await readFile(join(root, file), "utf8").catch(missing));
  return text === undefined ? undefined : { file, text };
}

interface Found {
  readonly stack: StackSource;
  readonly sink: DiagnosticSink<ProjectCode>;
  /** Output: collects files that cannot be flow files. */
  readonly unknown: string[];
}

/** The files in the project. @throws DiagnosticError `flows-folder`, with the errors in the stack's configuration */
async function sourcesOf(o: LoadOptions, found: Found): Promise<SourceFile[]> {
  const { sink } = found;
  const declared = declaredFiles(o.root, o.declared ?? [], sink);
  if (o.declared && !o.withFolder) return declared;
  const own = new Set(declared.map(({ file }) => file));
  return [...(await filesInFolder(o, found)).filter(({ file }) => !own.has(file)), ...declared];
}

const flowsDirOf = (o: LoadOptions, { config }: Found["stack"]) => o.flowsDir ?? config.flowsDir ?? "flows";

async function filesInFolder(o: LoadOptions, { stack, sink, unknown }: Found): Promise<SourceFile[]> {
  try {
    return await discover(o.root, flowsDirOf(o, stack), sink, { texts: o.texts, unknown });
  } catch (error) {
    // In this case, the correct folder is unknown.
    if (!(error instanceof DiagnosticError)) throw error;
    for (const finding of stack.isWrong("flowsDir") ? [] : error.diagnostics) sink.add(finding);
    sink.throwIfErrors();
    return [];
  }
}
