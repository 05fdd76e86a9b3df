import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import type { FlowProject } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import type { Context } from "../context.ts";
import { type ComingFiles, together } from "../git/coming-files.ts";
import { loadForStack } from "../stack-file.ts";
import { type TextPlace, withoutEntriesAt } from "./stack-entries.ts";

const UNUSED = new Set(["unused-value", "unused-substitution"]);

/** The project with files as they will be. */
export interface ComingProject {
  readonly project: FlowProject;
  /** The files, and the stack's file where entries of it are no longer used. */
  readonly files: ComingFiles;
}

/**
 * Loads the project with files as they will be. Values of the stack that no flow uses then are removed from the stack's file: they would be
 * mistakes.
 *
 * @param stackText the present text of the stack's file
 * @throws DiagnosticError with the other mistakes
 */
export async function comingProject(
  files: ComingFiles,
  { stack, stackText }: { readonly stack: string; readonly stackText: string },
  context: Context,
): Promise<ComingProject> {
  const file = `Pulumi.${stack}.yaml`;
  let coming = files;
  for (;;) {
    try {
      return { project: await loaded(coming, stack, context), files: coming };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const unused = error.diagnostics.flatMap((finding) => unusedEntry(finding, file));
      const before = coming.get(file) ?? stackText;
      const after = withoutEntriesAt(before, unused);
      if (after === before) throw error;
      coming = together(coming, new Map([[file, after]]));
    }
  }
}

function unusedEntry({ code, location }: Diagnostic, file: string): TextPlace[] {
  return UNUSED.has(code) && location?.file === file ? [location] : [];
}

async function loaded(files: ComingFiles, stack: string, context: Context): Promise<FlowProject> {
  if (![...files.keys()].some((file) => isFlowCode(file))) {
    const texts = new Map([...files].map(([file, text]) => [file, text?.replace(/^\uFEFF/, "")]));
    return loadForStack(context, stack, { texts });
  }
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
