import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { type FlowProject, stackNames } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import type { ComingFiles } from "../git/coming-files.ts";
import { loadForStack } from "../stack-file.ts";
import { comingProject } from "./coming-project.ts";
import type { FlowChange } from "./plan.ts";

/** What a rollback means for the other stacks, which have the same source files. */
export interface OtherStacks {
  /** The files, and those of other stacks where entries of them are no longer used. */
  readonly files: ComingFiles;
  /** Sentences. */
  readonly notes: readonly string[];
}

/** Reads the project with the files as every other stack sees it. A stack that has mistakes already is left out. */
export async function otherStacks(
  {
    stack,
    files,
    changes,
  }: { readonly stack: string; readonly files: ComingFiles; readonly changes: readonly FlowChange[] },
  context: Context,
): Promise<OtherStacks> {
  let coming = files;
  const notes: string[] = [];
  for (const other of stackNames(context.root).filter((name) => name !== stack)) {
    const before = await withoutMistakes(() => loadForStack(context, other));
    if (!("flows" in before)) continue;
    const stackText = readFileSync(join(context.root, `Pulumi.${other}.yaml`), "utf8");
    const read = await withoutMistakes(async () => {
      const found = await comingProject(coming, { stack: other, stackText }, context);
      coming = found.files;
      return found.project;
    });
    if ("mistake" in read)
      notes.push(`As the stack '${other}' sees it, the project has mistakes then. The first: ${read.mistake}`);
    else notes.push(...changedIn(other, { before, after: read, changes, stack }));
  }
  return { files: coming, notes };
}

function changedIn(
  other: string,
  o: { before: FlowProject; after: FlowProject; changes: readonly FlowChange[]; stack: string },
): string[] {
  const digests = new Map(o.before.flows.map(({ key, digest }) => [key, digest]));
  const changed = o.after.flows.filter(({ key, digest }) => digests.get(key) !== digest).map(({ key }) => key);
  if (changed.length === 0) return [];
  const exported = o.changes.filter(({ origin, target }) => origin.from === "export" && changed.includes(target.key));
  const values = exported.length > 0 ? ` An export has the names and values of '${o.stack}'.` : "";
  return [`The next update of '${other}' publishes ${changed.join(", ")} from this source, too.${values}`];
}

async function withoutMistakes(load: () => Promise<FlowProject>): Promise<FlowProject | { readonly mistake: string }> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { mistake: error.diagnostics[0]?.message ?? "" };
  }
}
