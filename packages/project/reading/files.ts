import { isDeepStrictEqual } from "node:util";
import { type Diagnostic, isDefinition } from "@genesys-flows/architect";
import type { CheckedFlow } from "../cache/entry.ts";
import type { FlowCache } from "../cache/flow-cache.ts";
import { isFlowCode, isFlowJson, isOptionsFile } from "../flow-files.ts";
import { keyOfFile } from "../keys.ts";
import type { DeclaredObject } from "../objects/declared-object.ts";
import { isObjectsFile } from "../objects/objects-file.ts";
import { type ReadingObjects, readObjectsFile } from "../objects/read.ts";
import type { FlowElsewhere } from "../stack/source.ts";
import type { StackValues } from "../stack/values.ts";
import { readDefinition } from "./definition.ts";
import type { SourceFile } from "./discover.ts";
import { readExport } from "./export.ts";
import type { BrokenFlow, FileRead, FlowFacts, ReadFlow, Reading } from "./flow.ts";
import { OptionsFiles } from "./options.ts";
import { type ImportFile, importFile, readTypeScript } from "./typescript.ts";

/** A flow of an earlier run whose file, options and values have not changed. */
export interface KeptFlow extends FlowFacts {
  readonly kept: CheckedFlow;
  /** Reads the file after all, if the modules that the flow calls have changed. */
  read(): ReadFlow;
}

/** The content of a project's files, each read separately, and the errors in them. */
export interface FilesRead {
  readonly flows: readonly (ReadFlow | KeptFlow | BrokenFlow)[];
  /** Flows that do not belong to this stack. */
  readonly elsewhere: readonly FlowElsewhere[];
  readonly findings: readonly Diagnostic[];
  readonly objects: readonly DeclaredObject[];
}

interface ReadingOptions extends ReadingObjects {
  readonly importFile?: ImportFile | undefined;
  readonly cache?: FlowCache | undefined;
}

/** Reads every file in a project, or uses the cached result of an earlier run. */
export async function readFiles(sources: readonly SourceFile[], o: ReadingOptions): Promise<FilesRead> {
  const files = new OptionsFiles(sources.filter(({ file }) => isOptionsFile(file)));
  const findings: Diagnostic[] = [];
  const flows: FilesRead["flows"][number][] = [];
  const elsewhere: FlowElsewhere[] = [];
  const objects: DeclaredObject[] = [];
  const exports = new Set<string>();
  for (const source of sources) {
    if (isOptionsFile(source.file)) continue;
    if (isObjectsFile(source.text)) {
      const read = await readObjectsFile(source, o);
      objects.push(...read.objects);
      findings.push(...read.findings);
      continue;
    }
    const key = source.key ?? keyOfFile(source.file);
    o.values.ofFlow(key);
    if (isExport(source)) exports.add(keyOfFile(source.file));
    const read =
      keptFlow(key, source, files, o) ??
      (isCode(source)
        ? await readTypeScript(source, o.importFile ?? importFile, o.values)
        : readText(key, source, files, o.values));
    for (const flow of read.flows) o.values.ofFlow(flow.key);
    flows.push(...read.flows);
    elsewhere.push(...(read.elsewhere ?? []));
    findings.push(...read.findings);
  }
  return { flows, elsewhere, objects, findings: [...files.findings(), ...findings, ...files.withoutExport(exports)] };
}

/** The cached flow of a file, if the stack has the same values. */
function keptFlow(
  key: string,
  source: SourceFile,
  files: OptionsFiles,
  { cache, values }: ReadingOptions,
): { flows: readonly [KeptFlow]; elsewhere?: never; findings: readonly Diagnostic[] } | undefined {
  const isOfExport = isExport(source);
  const ofFile = keyOfFile(source.file);
  const kept = cache?.find(source, isOfExport ? files.sourceOf(ofFile) : undefined);
  if (!kept) return undefined;
  const {
    values: given,
    open,
    findings,
  } = values.resolve(isOfExport ? "substitutions" : "values", key, kept.filling.demands);
  if (open.length > 0 || findings.length > 0 || !isDeepStrictEqual(given, kept.filling.values)) return undefined;
  if (isOfExport) files.skip(ofFile);
  const read = () => readText(key, source, files, values).flows[0] as ReadFlow;
  return { flows: [{ ...kept.linked.read, kept, read }], findings: kept.findings };
}

/** The flow in a YAML file; it can be cached if it has all values and its options have no errors. */
function readText(key: string, source: SourceFile, files: OptionsFiles, values: StackValues): FileRead {
  const isOfExport = isExport(source);
  const ofFile = keyOfFile(source.file);
  const read = isOfExport
    ? withHintOfJson(readExport(key, source, values, files.of(ofFile)), source)
    : readDefinition(key, source, values);
  const { filling, findings } = read;
  if (!filling || (isOfExport && files.hasMistakes(ofFile))) return read;
  const options = isOfExport ? files.sourceOf(ofFile) : undefined;
  const reading: Reading = { source, options, filling, findings };
  return { ...read, flows: read.flows.map((flow) => ("broken" in flow ? flow : { ...flow, reading })) };
}

const NO_FLOW: ReadonlySet<string> = new Set(["not-archy", "unknown-flow-type"]);

/** Adds a hint for a .json file without a flow, which may not be meant as a flow file. */
function withHintOfJson(read: FileRead, { file }: SourceFile): FileRead {
  if (!isFlowJson(file)) return read;
  const hint = `A .json file in the flow folder must be a flow: {"inboundCall": "Sales", ...}. Move any other file to another folder.`;
  const findings = read.findings.map((finding) => (NO_FLOW.has(finding.code) ? { ...finding, hint } : finding));
  return { ...read, findings };
}

function isCode({ file, exported }: SourceFile): boolean {
  return exported !== undefined || isFlowCode(file);
}

function isExport(source: SourceFile): boolean {
  return !isCode(source) && !isDefinition(source.text);
}
