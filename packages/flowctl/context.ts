import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FlowProject, loadProject, readStackConfig } from "@genesys-flows/project";

/** Where a command works and how it speaks. */
export interface Context {
  /** Folder of the project. */
  readonly root: string;
  out(text: string): void;
  err(text: string): void;
}

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {}

/**
 * The project as one stack sees it.
 * @throws DiagnosticError with everything that is wrong; UsageError for a stack without a file
 */
export async function loadForStack(context: Context, stack: string): Promise<FlowProject> {
  const stackFile = `Pulumi.${stack}.yaml`;
  const path = join(context.root, stackFile);
  if (!existsSync(path)) {
    throw new UsageError(`There is no ${stackFile} in ${context.root}. Choose another stack with --stack NAME.`);
  }
  const config = readStackConfig(stackFile, readFileSync(path, "utf8"));
  return loadProject({ root: context.root, stack: config, stackFile });
}
