import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import {
  type FlowProject,
  type LoadOptions,
  loadProject,
  readStackConfig,
  readYamlFile,
  type StackFlowConfig,
  stackFileEntries,
} from "@genesys-flows/project";
import { undoUnfinished } from "./changing/write-files.ts";
import { type Context, UsageError } from "./context.ts";

export interface StackFile {
  /** The file's name, relative to the project. */
  readonly file: string;
  readonly text: string;
}

/** The file of a stack; undefined if it does not exist. @throws UsageError for an invalid stack name */
export function stackFile(context: Context, stack: string): StackFile | undefined {
  if (!/^[\w.-]+$/.test(stack))
    throw new UsageError(`'${stack}' is not a valid stack name. Use letters, digits, '.', '_' and '-'.`);
  const file = `Pulumi.${stack}.yaml`;
  const path = join(context.root, file);
  return existsSync(path) ? { file, text: readFileSync(path, "utf8") } : undefined;
}

/** The file of a stack. @throws UsageError for a stack without a file */
export function requiredStackFile(context: Context, stack: string): StackFile {
  const found = stackFile(context, stack);
  if (found) return found;
  throw new UsageError(`There is no Pulumi.${stack}.yaml in ${context.root}. Choose another stack with --stack NAME.`);
}

/**
 * The configuration in a stack's file, by namespace and key: `genesyscloud:region`. @throws DiagnosticError if the file
 * is not YAML
 */
export function pulumiConfig(file: StackFile | undefined): Readonly<Record<string, unknown>> {
  return (file && (dataOf(file) as { config?: Record<string, unknown> | null } | null)?.config) ?? {};
}

/**
 * The flow configuration of a stack; empty for a stack without a file. @throws DiagnosticError with every invalid entry
 */
export function stackConfig(context: Context, stack: string): StackFlowConfig {
  const found = stackFile(context, stack);
  return found ? readStackConfig(found.file, found.text) : {};
}

/**
 * The project with the configuration of one stack. Undoes the changes of an interrupted run first.
 * @param o.texts contents to use instead of the files' own contents, by path
 * @throws DiagnosticError with every error; UsageError for a stack without a file
 */
export async function loadForStack(
  context: Context,
  stack: string,
  o: Pick<LoadOptions, "texts"> = {},
): Promise<FlowProject> {
  undoUnfinished(context);
  const { file, text } = requiredStackFile(context, stack);
  const texts = new Map([...(o.texts ?? [])].map(([name, coming]) => [name, coming?.replace(/^\uFEFF/, "")]));
  const entries = stackFileEntries(file, texts.get(file) ?? text);
  return loadProject({ root: context.root, stack: entries, stackFile: file, ...(o.texts && { texts }) });
}

/** The folder of the stack's flow files, relative to the project. */
export function flowsFolder(context: Context, stack: string): string {
  const found = stackFile(context, stack);
  const { flowsDir } = found ? stackFileEntries(found.file, found.text) : {};
  return typeof flowsDir === "string" ? flowsDir : "flows";
}

/**
 * The name of the Pulumi project; undefined if the project file has no name.
 * @throws UsageError for a folder without a project
 */
export function projectName(context: Context): string | undefined {
  const file = "Pulumi.yaml";
  const path = join(context.root, file);
  if (!existsSync(path)) {
    throw new UsageError(
      `There is no ${file} in ${context.root}. Run this command in the project's folder, or specify a file with --file PATH.`,
    );
  }
  return (dataOf({ file, text: readFileSync(path, "utf8") }) as { name?: string } | null)?.name;
}

function dataOf(file: StackFile): unknown {
  const { source, findings } = readYamlFile(file);
  if (!source) throw new DiagnosticError(findings);
  return source.data;
}
