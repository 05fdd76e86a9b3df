import { printableJson } from "@genesys-flows/architect";
import { ApiFailure } from "@genesys-flows/platform";
import { type Context, isJson } from "../context.ts";
import { RepositoryError } from "../git/repository.ts";
import { inOrganisation, type OpenStack } from "../open-stack.ts";
import { fileDiff } from "./file-diff.ts";
import { type FlowOutcome, showFlow } from "./shown.ts";
import { type FileChanges, undoUnfinished, writeFiles } from "./write-files.ts";

/** Options of every command that changes source. */
export interface ChangeOptions {
  readonly stack: string;
  /** Shows the diff of every file, and writes nothing, even with `write`. */
  readonly dryRun?: boolean;
  readonly format?: string;
  readonly write?: boolean;
}

/** A change to source files that its command has checked. */
export interface SourceChange {
  readonly flows: readonly FlowOutcome[];
  readonly files: FileChanges;
  /**
   * Whether to write the files; or a function that writes them differently, and returns the reasons if it wrote
   * nothing.
   */
  readonly write: boolean | (() => readonly string[]);
  readonly branch?: string | undefined;
  /** Prints the flows as text; by default, each flow with its changes. */
  show?(isWritten: boolean): void;
  /** Prints the remaining lines, whether or not the files were written. @returns the exit code */
  end(isWritten: boolean): number | Promise<number>;
}

export function noChange(code: number, flows: readonly FlowOutcome[] = []): SourceChange {
  return { flows, files: new Map(), write: false, end: () => code };
}

export function refusedChange(
  reasons: readonly string[],
  context: Context,
  flows?: readonly FlowOutcome[],
): SourceChange {
  const end = () => {
    for (const reason of reasons) context.err(`${reason}\n`);
    context.err("Nothing was written.\n");
    return 1;
  };
  return { ...noChange(1, flows), end };
}

/**
 * Makes a change that needs the organisation of a stack; the change is refused if the organisation cannot be opened.
 */
export async function changeByOrganisation(
  stack: string,
  context: Context,
  plan: (stack: OpenStack) => Promise<SourceChange>,
): Promise<SourceChange> {
  try {
    return await inOrganisation(stack, context, plan);
  } catch (error) {
    if (!(error instanceof ApiFailure || error instanceof RepositoryError)) throw error;
    return refusedChange([error.message], context);
  }
}

/**
 * Runs a command that changes source: undoes an interrupted run, makes the change, writes all of it or none of it, and
 * prints it in the chosen format.
 * @param plan returns the change and a description of it; writes no file
 * @returns the exit code
 */
export async function changeSource(
  o: ChangeOptions,
  context: Context,
  plan: (context: Context) => Promise<SourceChange>,
): Promise<number> {
  const json = isJson(o.format);
  undoUnfinished(context);
  const messages: string[] = [];
  const say = (text: string) => {
    messages.push(...text.split("\n").filter((line) => line !== ""));
  };
  const own = json ? { ...context, out: say, exact: { ...context.exact, out: say } } : context;
  const change = await plan(own);
  const { files, flows, branch = null } = change;
  const write = change.write && !o.dryRun;
  const problems = !write ? [] : typeof change.write === "function" ? change.write() : writeFiles(context.root, files);
  const isWritten = write && problems.length === 0;
  if (!json) {
    if (change.show) change.show(isWritten);
    else for (const flow of flows) showFlow(flow, context);
    if (o.dryRun) for (const [file, one] of files) context.out(fileDiff(file, one));
  }
  const code = problems.length > 0 ? await refusedChange(problems, own).end(false) : await change.end(isWritten);
  if (json) {
    const changed = [...files].filter(([, { before, after }]) => before !== after);
    const texts = changed.map(([file, { before = null, after = null }]) => ({ file, before, after }));
    const shown = { stack: o.stack, written: isWritten, branch, flows, files: texts, messages };
    context.exact.out(`${printableJson(shown)}\n`);
  }
  return code;
}
