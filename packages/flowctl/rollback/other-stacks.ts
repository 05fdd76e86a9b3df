import { DiagnosticError } from "@genesys-flows/architect";
import { type FlowProject, stackNames } from "@genesys-flows/project";
import type { ComingFiles } from "../changing/write-files.ts";
import { type Context, mistakesIn } from "../context.ts";
import { loadForStack, requiredStackFile } from "../stack-file.ts";
import { comingProject } from "./coming-project.ts";
import type { RollbackPlan } from "./plan.ts";

/**
 * What a rollback means for the other stacks, which have the same source files. A stack that has mistakes already is left out.
 * @returns the files, with those of other stacks where entries of them are no longer used; and notes: sentences
 */
export async function otherStacks(
  { files, changes }: RollbackPlan,
  stack: string,
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
      notes.push(`As the stack '${other}' sees it, the project has mistakes then. The first: ${mistake}`);
      continue;
    }
    coming = after.files;
    const changed = changedKeys(before, after.project);
    if (changed.length === 0) continue;
    const isExported = changes.some(({ origin, target }) => origin.from === "export" && changed.includes(target.key));
    const values = isExported ? ` An export has the names and values of '${stack}'.` : "";
    notes.push(`The next update of '${other}' publishes ${changed.join(", ")} from this source, too.${values}`);
  }
  return { files: coming, notes };
}

/** Keys of the flows whose documents are other ones than before. */
export function changedKeys(before: FlowProject, after: FlowProject): string[] {
  const digests = new Map(before.flows.map(({ key, digest }) => [key, digest]));
  return after.flows.filter(({ key, digest }) => digests.get(key) !== digest).map(({ key }) => key);
}
