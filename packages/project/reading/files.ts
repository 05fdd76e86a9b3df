import { type Diagnostic, isDefinition } from "@genesys-flows/architect";
import { finding } from "../codes.ts";
import { keyOfFile } from "../keys.ts";
import type { StackValues } from "../stack/values.ts";
import { readDefinition } from "./definition.ts";
import type { SourceFile } from "./discover.ts";
import { readExport } from "./export.ts";
import type { FileRead } from "./flow.ts";
import { type ExportOptions, isOptionsFile, readOptions } from "./options.ts";
import { isQueuesFile, type QueuesFile, readQueuesFile } from "./queues.ts";
import { type ImportFile, importFile, readTypeScript } from "./typescript.ts";

/** The content of the files of a project, each read by itself, and their mistakes. */
export interface FilesRead extends FileRead {
  readonly queues: readonly QueuesFile[];
}

/**
 * Reads every file of a project.
 * @param o.importFile how a TypeScript file is imported; by Node when absent
 */
export async function readFiles(
  sources: readonly SourceFile[],
  o: { values: StackValues; importFile?: ImportFile | undefined },
): Promise<FilesRead> {
  const options = sources
    .filter(({ file }) => isOptionsFile(file))
    .map((source) => ({ ...source, ...readOptions(source) }));
  const optionsOf = new Map(options.map((read) => [keyOfFile(read.file), read]));
  const findings: Diagnostic[] = options.flatMap((read) => read.findings);
  const flows: FileRead["flows"][number][] = [];
  const queues: QueuesFile[] = [];
  const exports = new Set<string>();
  for (const source of sources) {
    if (isOptionsFile(source.file)) continue;
    if (isQueuesFile(source.text)) {
      const { read, findings: wrong } = readQueuesFile(source);
      if (read) queues.push(read);
      findings.push(...wrong);
      continue;
    }
    const key = keyOfFile(source.file);
    o.values.ofFlow(key);
    if (isExport(source)) exports.add(key);
    const read = await readFlows(source, { ...o, options: optionsOf.get(key)?.options });
    for (const flow of read.flows) o.values.ofFlow(flow.key);
    flows.push(...read.flows);
    findings.push(...read.findings);
  }
  const alone = [...optionsOf].filter(([key]) => !exports.has(key));
  return { flows, queues, findings: [...findings, ...alone.map(([, { file }]) => optionsWithoutExport(file))] };
}

function isExport({ file, text }: SourceFile): boolean {
  return !file.endsWith(".ts") && !isDefinition(text);
}

async function readFlows(
  source: SourceFile,
  o: { values: StackValues; importFile?: ImportFile | undefined; options: ExportOptions | undefined },
): Promise<FileRead> {
  const key = keyOfFile(source.file);
  if (source.file.endsWith(".ts")) return readTypeScript(source, o.importFile ?? importFile, o.values);
  return isExport(source) ? readExport(key, source, o.values, o.options) : readDefinition(key, source, o.values);
}

function optionsWithoutExport(file: string): Diagnostic {
  return finding("options-without-export", `No Architect export has the key \`${keyOfFile(file)}\` of these options.`, {
    hint: "Options belong to an export with the same key. A definition has these settings in its own file.",
    location: { file, line: 1, column: 1 },
  });
}
