import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { printable } from "@genesys-flows/architect";
import {
  type FlowProject,
  loadProject,
  readStackConfig,
  type StackFlowConfig,
  stackFileEntries,
} from "@genesys-flows/project";

/** Where a command works and how it speaks. */
export interface Context {
  /** Folder of the project. */
  readonly root: string;
  /** Whether what goes to `err` may be coloured; not when absent. */
  readonly colour?: boolean;
  /** Prints to the standard output, control characters escaped. */
  out(text: string): void;
  /** Prints to the standard error, control characters escaped. */
  err(text: string): void;
  /** Writes to either as it is: what a machine reads, and what was made printable and coloured before. */
  readonly exact: { out(text: string): void; err(text: string): void };
}

/** What takes the texts of a command. */
export type Writers = Pick<Context, "root" | "colour"> & Context["exact"];

/** The context of a command, in which whatever is printed for a person is printable. */
export function contextOf({ root, colour, ...exact }: Writers): Context {
  return {
    root,
    ...(colour !== undefined && { colour }),
    exact,
    out: (text) => exact.out(printable(text)),
    err: (text) => exact.err(printable(text)),
  };
}

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {}

/** The name of a stack's file, relative to the project. */
export function stackFileOf(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** What the stack says about flows; nothing for a stack without a file. @throws DiagnosticError with every wrong entry */
export function stackConfig(context: Context, stack: string): StackFlowConfig {
  const path = join(context.root, stackFileOf(stack));
  return existsSync(path) ? readStackConfig(stackFileOf(stack), readFileSync(path, "utf8")) : {};
}

/**
 * The project as one stack sees it.
 * @throws DiagnosticError with everything that is wrong; UsageError for a stack without a file
 */
export async function loadForStack(context: Context, stack: string): Promise<FlowProject> {
  const stackFile = stackFileOf(stack);
  if (!existsSync(join(context.root, stackFile))) {
    throw new UsageError(`There is no ${stackFile} in ${context.root}. Choose another stack with --stack NAME.`);
  }
  return loadProject({ root: context.root, stack: entriesOf(context, stack), stackFile });
}

/** The folder of the stack's flow files, relative to the project. */
export function flowsFolder(context: Context, stack: string): string {
  const { flowsDir } = entriesOf(context, stack);
  return typeof flowsDir === "string" ? flowsDir : "flows";
}

/** The entries of the stack about flows, with their mistakes. */
function entriesOf(context: Context, stack: string): Record<string, unknown> {
  const path = join(context.root, stackFileOf(stack));
  return existsSync(path) ? stackFileEntries(stackFileOf(stack), readFileSync(path, "utf8")) : {};
}
