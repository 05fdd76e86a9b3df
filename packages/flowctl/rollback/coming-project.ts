import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { type FlowProject, stackNameOf } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import type { ComingFiles } from "../changing/write-files.ts";
import { type Context, mistakesIn } from "../context.ts";
import { loadForStack, type StackFile } from "../stack-file.ts";
import { withoutEntriesAt } from "./stack-entries.ts";

const UNUSED = new Set(["unused-value", "unused-substitution"]);

export interface ComingProject {
  readonly project: FlowProject;
  /** The files, and the stack's file where entries of it are no longer used. */
  readonly files: ComingFiles;
}

/**
 * Loads the project with files as they will be. Values of the stack that no flow uses then are removed from the stack's file: they would be
 * mistakes.
 *
 * @param stackFile as it is now
 * @throws DiagnosticError with the other mistakes
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
  // Node imports TypeScript from a file: from HEAD with these files, in a folder of its own.
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
