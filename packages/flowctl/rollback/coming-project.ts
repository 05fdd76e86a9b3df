import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { type FlowProject, stackNameOf, stackNames } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import type { ComingFiles } from "../changing/write-files.ts";
import { type Context, mistakesIn } from "../context.ts";
import { loadForStack, requiredStackFile, type StackFile } from "../stack-file.ts";
import { withoutEntriesAt } from "./stack-entries.ts";

const UNUSED = new Set(["unused-value", "unused-substitution"]);

export interface ComingProject {
  readonly project: FlowProject;
  /** The files of the change, and the stack's file if some of its entries are no longer used. */
  readonly files: ComingFiles;
}

/**
 * Loads the project with the future content of its files. Values that no flow will use are removed from the stack's
 * file, because they would be errors.
 * @param stackFile the current file
 * @throws DiagnosticError with the other errors
 */
export async function comingProject(
  files: ComingFiles,
  { file, text }: StackFile,
  context: Context,
): Promise<ComingProject> {
  let coming = files;
  for (;;) {
    const project = await loaded(coming, stackNameOf(file) as string, context).catch(mistakesIn);
    if (!(project instanceof DiagnosticError)) return { project, files: coming };
    const unused = project.diagnostics.flatMap(({ code, location }) =>
      UNUSED.has(code) && location?.file === file ? [location] : [],
    );
    const before = coming.get(file) ?? text;
    const after = withoutEntriesAt(before, unused);
    if (after === before) throw project;
    coming = new Map([...coming, [file, after]]);
  }
}

async function loaded(files: ComingFiles, stack: string, context: Context): Promise<FlowProject> {
  if (![...files.keys()].some(isFlowCode)) return loadForStack(context, stack, { texts: files });
  // Node imports TypeScript only from files, so HEAD and these files are written to a temporary folder.
  const { baseCommit, checkOut } = await import("@genesys-flows/policies/base");
  const { folder, remove } = checkOut(context.root, baseCommit(context.root, "HEAD"));
  try {
    for (const [file, text] of files) {
      rmSync(join(folder, file), { force: true });
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      if (text !== undefined) writeFileSync(join(folder, file), text);
    }
    return await loadForStack({ ...context, root: folder }, stack);
  } finally {
    remove();
  }
}

/**
 * The effects of a rollback on the other stacks, which use the same source files. Stacks that already have errors are
 * skipped.
 * @param o.exported keys of the flows whose source becomes the platform's export
 * @returns the files, including other stacks' files whose entries are no longer used; and the notes, as sentences
 */
export async function otherStacks(
  files: ComingFiles,
  { stack, exported }: { readonly stack: string; readonly exported: readonly string[] },
  context: Context,
): Promise<{ readonly files: ComingFiles; readonly notes: readonly string[] }> {
  let coming = files;
  const notes: string[] = [];
  for (const other of stackNames(context.root).filter((name) => name !== stack)) {
    const before = await loadForStack(context, other).catch(mistakesIn);
    if (before instanceof DiagnosticError) continue;
    const after = await comingProject(coming, requiredStackFile(context, other), context).catch(mistakesIn);
    if (after instanceof DiagnosticError) {
      const mistake = after.diagnostics[0]?.message ?? "";
      notes.push(
        `With the rollback, the project would have errors in the stack '${other}'. The first error: ${mistake}`,
      );
      continue;
    }
    coming = after.files;
    const changed = changedKeys(before, after.project);
    if (changed.length === 0) continue;
    const isExported = exported.some((key) => changed.includes(key));
    const values = isExported ? ` An export contains the names and values of '${stack}'.` : "";
    notes.push(`The next update of '${other}' also publishes ${changed.join(", ")} from this source.${values}`);
  }
  return { files: coming, notes };
}

export function changedKeys(before: FlowProject, after: FlowProject): string[] {
  const digests = new Map(before.flows.map(({ key, digest }) => [key, digest]));
  return after.flows.filter(({ key, digest }) => digests.get(key) !== digest).map(({ key }) => key);
}
