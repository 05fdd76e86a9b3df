import { ApiFailure } from "@genesys-flows/platform";
import type { FlowProject } from "@genesys-flows/project";
import { type Context, UsageError } from "../context.ts";
import { count } from "../formats/findings.ts";
import { branchProblems } from "../git/branch.ts";
import { Repository, RepositoryError } from "../git/repository.ts";
import { type OpenStack, openStack } from "../open-stack.ts";
import { keptReleases, releaseNamed, shownRelease } from "../releases/kept.ts";
import { otherStacks } from "../rollback/other-stacks.ts";
import { planOf, type RollbackPlan } from "../rollback/plan.ts";
import { showPlan } from "../rollback/show.ts";
import { targetsOf, type Wanted } from "../rollback/targets.ts";
import { commitMessage, writeBranch, writeFiles } from "../rollback/write.ts";
import { loadForStack } from "../stack-file.ts";

export interface RollbackOptions {
  readonly stack: string;
  /** Keys, display names or files. */
  readonly flows: readonly string[];
  /** A version of the one flow. */
  readonly to?: string;
  /** A release: its name, or the beginning of its name or commit. */
  readonly release?: string;
  readonly write?: boolean;
  /** Name of the branch; makes it. */
  readonly branch?: string;
}

/**
 * Gives flows the source of an earlier version: the one in Git that makes the published document, else the platform's export. Shows
 * what changes; with `write` or `branch`, commits it on a new branch, which an update publishes like any change.
 *
 * @returns 1 when a flow cannot be rolled back, or something would be lost; then nothing is written
 */
export async function rollback(o: RollbackOptions, context: Context): Promise<number> {
  assertChoice(o);
  const project = await loadForStack(context, o.stack);
  const kept = await keptReleases(o.stack, context);
  const [flow = ""] = o.flows;
  const wanted: Wanted =
    o.release === undefined
      ? { flow, version: o.to ?? "" }
      : { flows: o.flows, release: releaseNamed(o.release, { ...kept, stack: o.stack }) };
  const stack = await openStack(o.stack, context);
  try {
    const { targets, left, problems } = await targetsOf(wanted, { stack, project, releases: kept.releases }, context);
    const repository = Repository.open(context.root);
    const plan = await planOf(targets, { stack: o.stack, project, repository }, context);
    await showPlan(plan, { stack, before: project }, context);
    for (const line of left) context.out(`${line}.\n`);
    const all = [...problems, ...plan.problems];
    if (all.length > 0) return refused(all, context);
    return await written(plan, { ...o, project, stack, repository, wanted }, context);
  } catch (error) {
    if (!(error instanceof ApiFailure || error instanceof RepositoryError)) throw error;
    return refused([error.message], context);
  } finally {
    await stack.close();
  }
}

function assertChoice({ flows, to, release }: RollbackOptions): void {
  if ((to === undefined) === (release === undefined))
    throw new UsageError(
      "Name a version of one flow (`rollback FLOW --to VERSION`), or a release (`rollback [FLOW...] --release NAME`).",
    );
  if (to !== undefined && flows.length !== 1)
    throw new UsageError("--to is a version of one flow. Name one flow, or a release with --release NAME.");
}

function refused(problems: readonly string[], context: Context): number {
  for (const problem of problems) context.err(`${problem}\n`);
  context.err("Nothing was written.\n");
  return 1;
}

interface Writing extends RollbackOptions {
  readonly project: FlowProject;
  readonly repository: ReturnType<typeof Repository.open>;
  readonly wanted: Wanted;
}

async function written(
  plan: RollbackPlan,
  { repository, wanted, ...o }: Omit<Writing, "stack"> & { readonly stack: OpenStack },
  context: Context,
): Promise<number> {
  const { stack } = o.stack;
  if (plan.changes.length === 0) {
    context.out("There is nothing to roll back.\n");
    return 0;
  }
  const { files, notes } = await otherStacks({ ...plan, stack }, context);
  for (const note of notes) context.out(`${note}\n`);
  const { branch, title } = namesOf(wanted, plan, o.branch);
  const flows = count(plan.changes.length, "flow");
  const hasGit = repository instanceof Repository;
  if (!o.write && o.branch === undefined) {
    context.out(`${flows} to roll back. --write ${hasGit ? `makes the branch ${branch}` : "writes the files"}.\n`);
    return 0;
  }
  if (!hasGit) {
    writeFiles(files, { stack, why: repository.missing }, context);
    return 0;
  }
  const problems = branchProblems(repository, branch, files.keys());
  if (problems.length > 0) return refused(problems, context);
  return writeBranch(repository, { branch, files, message: commitMessage(plan, title), stack }, context) ? 0 : 1;
}

/** The branch, and the first line of its commit. */
function namesOf(
  wanted: Wanted,
  { changes }: RollbackPlan,
  branch: string | undefined,
): { readonly branch: string; readonly title: string } {
  const [first] = changes;
  const key = first?.target.key ?? "";
  if ("version" in wanted) {
    const version = first?.target.version.id ?? wanted.version;
    return { branch: branch ?? branchNamed(key, version), title: `Roll ${key} back to version ${version}` };
  }
  const { flows, release } = wanted;
  const what = flows.length === 0 ? "all flows" : changes.length === 1 ? key : count(changes.length, "flow");
  const of = flows.length > 0 && changes.length === 1 ? branchNamed(key, release.name) : branchNamed(release.name);
  return { branch: branch ?? of, title: `Roll ${what} back to the release ${shownRelease(release)}` };
}

/** `rollback/sales-3.0`: a key may have characters that the name of a branch cannot have. */
function branchNamed(...parts: readonly string[]): string {
  const name = parts
    .join("-")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replaceAll(/\.{2,}/g, ".")
    .replaceAll(/^[.-]+|[.-]+$/g, "");
  return `rollback/${name === "" ? "flow" : name.replace(/\.lock$/, "-lock")}`;
}
