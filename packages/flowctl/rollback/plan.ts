import { type ArchyDocument, DiagnosticError, type ModuleContract } from "@genesys-flows/architect";
import type { FlowProject } from "@genesys-flows/project";
import { type ComingFiles, presentText } from "../changing/write-files.ts";
import { type Context, mistakesIn } from "../context.ts";
import type { PastCommit, Repository } from "../git/repository.ts";
import { flowsFolder, requiredStackFile } from "../stack-file.ts";
import { type ComingProject, comingProject } from "./coming-project.ts";
import { exportedSource } from "./from-export.ts";
import { sourceInGit } from "./from-git.ts";
import { presentFlow, restoredFiles, type Searched, sourceAt } from "./past-source.ts";
import { isPublishedAs } from "./source-digest.ts";
import type { RestoredValue } from "./stack-entries.ts";
import type { Target } from "./targets.ts";

/** The origin of a version's source. */
export type Origin =
  | { readonly from: "git"; readonly commit: PastCommit; readonly restored: readonly RestoredValue[] }
  | { readonly from: "export"; readonly document: ArchyDocument; readonly why: string };

export interface FlowChange {
  readonly target: Target;
  readonly origin: Origin;
}

export interface RollbackPlan {
  readonly changes: readonly FlowChange[];
  /** Flows whose current source already compiles to the version. */
  readonly unchanged: readonly Target[];
  readonly problems: readonly string[];
  readonly files: ComingFiles;
  readonly after: FlowProject;
}

export interface PlanSources {
  readonly stack: string;
  readonly project: FlowProject;
  /** The Git history, or the reason why the checkout has no history. */
  readonly repository: Repository | { readonly missing: string };
}

/**
 * Finds the source of each version. If the commit of a release contains all sources, they are read together. Otherwise,
 * the sources are found one after the other, because a caller is compiled against its modules.
 * @throws ApiFailure, RepositoryError
 */
export async function planOf(targets: readonly Target[], o: PlanSources, context: Context): Promise<RollbackPlan> {
  const first = await atCommit(targets, o, context);
  const plan = await restOf(targets, first, o, context);
  if (first.changes.length === 0 || undone(plan).length === 0) return withProblems(plan);
  // A source that was found later changed the compiled document of an earlier source.
  return withProblems(await restOf(targets, nothing(o), o, context));
}

type Made = Pick<RollbackPlan, "changes" | "files" | "after">;

function nothing({ project }: PlanSources): Made {
  return { changes: [], files: new Map(), after: project };
}

/** Reads the sources of all flows at the release's commit, and keeps those that compile to the published document. */
async function atCommit(targets: readonly Target[], o: PlanSources, context: Context): Promise<Made> {
  const { repository, project } = o;
  const [id, ...others] = new Set(targets.map(({ published }) => published?.commit));
  if (id === undefined || others.length > 0 || targets.length < 2 || "missing" in repository) return nothing(o);
  const commit = repository.commit(id);
  const stackFile = requiredStackFile(context, o.stack);
  const due = targets.filter((target) => !isAlready(target, project));
  let kept = due.flatMap((target) => {
    const search = searchOf(target, o, context);
    const source = commit && sourceAt(repository, commit, search);
    return source ? [{ target, files: restoredFiles(source, search) }] : [];
  });
  while (commit && kept.length > 0) {
    const files = new Map(kept.flatMap((one) => [...one.files]));
    const coming = await comingProject(files, stackFile, context).catch((error) => void mistakesIn(error));
    const made = kept.filter(({ target }) => coming && isAlready(target, coming.project));
    if (coming && made.length === kept.length) {
      const changes = kept.map(({ target }): FlowChange => ({ target, origin: { from: "git", commit, restored: [] } }));
      return { changes, files: coming.files, after: coming.project };
    }
    kept = made;
  }
  return nothing(o);
}

async function restOf(
  targets: readonly Target[],
  first: Made,
  o: PlanSources,
  context: Context,
): Promise<RollbackPlan> {
  let { files, after } = first;
  const changes: FlowChange[] = [];
  const unchanged: Target[] = [];
  const problems: string[] = [];
  for (const target of targets) {
    const known = first.changes.find((change) => change.target === target);
    if (known) changes.push(known);
    else if (isAlready(target, after)) unchanged.push(target);
    else {
      const modules = after.flows.flatMap(({ contract }) => contract ?? []);
      const found = await sourceOf(target, { ...o, files, modules }, context);
      if ("problem" in found) problems.push(`${target.key}: ${found.problem}`);
      else {
        changes.push({ target, origin: found.origin });
        [files, after] = [found.files, found.project];
      }
    }
  }
  const changed = new Map([...files].filter(([file, text]) => presentText(context.root, file) !== text));
  return { changes, unchanged, problems, files: changed, after };
}

/** The flows whose compiled documents differ from the published documents after the whole plan is applied. */
function undone({ changes, unchanged, after }: RollbackPlan): Target[] {
  const proven = changes.filter(({ origin }) => origin.from === "git").map(({ target }) => target);
  return [...proven, ...unchanged].filter((target) => !isAlready(target, after));
}

function withProblems(plan: RollbackPlan): RollbackPlan {
  const others = undone(plan).map(
    ({ key, version }) =>
      `${key}: the other flows of this rollback change its compiled document, so it would differ from version ${version.id}. Roll it back on its own.`,
  );
  return { ...plan, problems: [...plan.problems, ...others] };
}

function isAlready({ key, published }: Target, { flows }: FlowProject): boolean {
  const unit = flows.find((one) => one.key === key);
  return published !== undefined && isPublishedAs(unit, published);
}

type Looked = PlanSources & { readonly files: ComingFiles; readonly modules: readonly ModuleContract[] };

async function sourceOf(
  target: Target,
  o: Looked,
  context: Context,
): Promise<(ComingProject & { readonly origin: Origin }) | { readonly problem: string }> {
  const { version, versions } = target;
  const search = { ...searchOf(target, o, context), others: o.files };
  const inGit = await fromGit(target, search, o, context);
  if ("project" in inGit) {
    const { commit, restored, files, project } = inGit;
    return { origin: { from: "git", commit, restored }, files, project };
  }
  const { why } = inGit;
  if (!versions) return { problem: `${why} The flow was deleted, so its version ${version.id} cannot be exported.` };
  const exported = await exportedSource(versions, { ...search, version: version.id, why, modules: o.modules });
  if ("problem" in exported) return exported;
  const { document, files } = exported;
  const coming = await comingProject(new Map([...o.files, ...files]), search.stackFile, context).catch(mistakesIn);
  if (!(coming instanceof DiagnosticError)) return { origin: { from: "export", document, why }, ...coming };
  return {
    problem: `${why} With the export of version ${version.id} as its source, the project has errors:\n${coming.message}`,
  };
}

/** Scope of the search in the history of a flow. */
function searchOf({ key, unit }: Target, { stack }: PlanSources, context: Context): Searched {
  const present = unit && presentFlow(context.root, unit);
  return { key, present, flowsDir: flowsFolder(context, stack), stackFile: requiredStackFile(context, stack) };
}

async function fromGit(
  { published }: Target,
  search: Searched & { readonly others: ComingFiles },
  { repository }: PlanSources,
  context: Context,
): ReturnType<typeof sourceInGit> {
  if (!published) return { why: "The version was not published from this stack's own source." };
  if ("missing" in repository) return { why: repository.missing };
  return sourceInGit(repository, { ...search, published }, context);
}
