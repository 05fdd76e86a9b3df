import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ArchyDocument, DiagnosticError } from "@genesys-flows/architect";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { flowsFolder, requiredStackFile } from "../stack-file.ts";
import { comingProject } from "./coming-project.ts";
import { type ComingFiles, together } from "./files.ts";
import { exportedSource } from "./from-export.ts";
import { sourceInGit } from "./from-git.ts";
import { type PresentFlow, presentFlow } from "./present-flow.ts";
import type { PastCommit, Repository } from "./repository.ts";
import { isWithin } from "./source-digest.ts";
import type { RestoredValue } from "./stack-entries.ts";
import type { Target } from "./targets.ts";

/** Where the source of a version comes from. */
export type Origin =
  | { readonly from: "git"; readonly commit: PastCommit; readonly restored: readonly RestoredValue[] }
  | { readonly from: "export"; readonly document: ArchyDocument; readonly why: string };

/** A flow that gets the source of an earlier version. */
export interface FlowChange {
  readonly target: Target;
  readonly origin: Origin;
}

/** A rollback before it is written. */
export interface RollbackPlan {
  readonly changes: readonly FlowChange[];
  /** Flows whose source is that of the version already. */
  readonly unchanged: readonly Target[];
  /** Why flows cannot be rolled back. */
  readonly problems: readonly string[];
  readonly files: ComingFiles;
  /** The project with these files. */
  readonly after: FlowProject;
}

export interface PlanSources {
  readonly stack: string;
  readonly project: FlowProject;
  /** The history, or why there is none. */
  readonly repository: Repository | { readonly missing: string };
}

/** Finds the source of each version: one after the other, because a caller is compiled against its modules. @throws ApiFailure */
export async function planOf(targets: readonly Target[], o: PlanSources, context: Context): Promise<RollbackPlan> {
  let files: ComingFiles = new Map();
  let after = o.project;
  const changes: FlowChange[] = [];
  const unchanged: Target[] = [];
  const problems: string[] = [];
  for (const target of targets) {
    if (
      isAlready(
        target,
        after.flows.find(({ key }) => key === target.key),
      )
    ) {
      unchanged.push(target);
      continue;
    }
    const found = await sourceOf(target, { ...o, files }, context);
    if ("problem" in found) problems.push(`${target.key}: ${found.problem}`);
    else {
      changes.push({ target, origin: found.origin });
      [files, after] = [found.files, found.project];
    }
  }
  return { changes, unchanged, problems, files: changedFiles(files, context), after };
}

function isAlready({ published }: Target, unit: FlowUnit | undefined): boolean {
  if (!published || unit?.digest !== published.digest) return false;
  return !published.toCompare || isWithin(unit.document, published.toCompare);
}

interface Found {
  readonly origin: Origin;
  readonly files: ComingFiles;
  readonly project: FlowProject;
}

type Looked = PlanSources & { readonly files: ComingFiles };

async function sourceOf(target: Target, o: Looked, context: Context): Promise<Found | { readonly problem: string }> {
  const { key, unit, version, versions } = target;
  const present = unit && presentFlow(context.root, unit);
  const { file: stackFile, text: stackText } = requiredStackFile(context, o.stack);
  const flowsDir = flowsFolder(context, o.stack);
  const search = { key, present, flowsDir, stackFile, stackText, stack: o.stack, others: o.files };
  const inGit = await fromGit(target, search, o, context);
  if ("project" in inGit) {
    const { commit, restored, files, project } = inGit;
    return { origin: { from: "git", commit, restored }, files, project };
  }
  const { why } = inGit;
  if (!versions) return { problem: `${why} The flow was deleted, so its version ${version.id} cannot be exported.` };
  const exported = await exportedSource(versions, { key, version: version.id, present, flowsDir, why });
  if ("problem" in exported) return exported;
  const { document } = exported;
  try {
    const coming = await comingProject(together(o.files, exported.files), search, context);
    return { origin: { from: "export", document, why }, ...coming };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return {
      problem: `${why} With the export of version ${version.id} as its source, the project has mistakes:\n${error.message}`,
    };
  }
}

async function fromGit(
  { published }: Target,
  search: Omit<Parameters<typeof sourceInGit>[1], "published"> & { readonly present: PresentFlow | undefined },
  { repository }: PlanSources,
  context: Context,
): Promise<Awaited<ReturnType<typeof sourceInGit>>> {
  if (!published) return { why: "This stack did not publish the version from a source of its own." };
  if ("missing" in repository) return { why: repository.missing };
  return sourceInGit(repository, { ...search, published }, context);
}

/** The files that differ from those of now. */
function changedFiles(files: ComingFiles, { root }: Context): ComingFiles {
  return new Map([...files].filter(([file, text]) => presentText(join(root, file)) !== text));
}

function presentText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
