import { join } from "node:path";
import { count } from "@genesys-flows/architect/count";
import {
  type ChangeOptions,
  changeByOrganisation,
  changeSource,
  noChange,
  refusedChange,
  type SourceChange,
} from "../changing/change-source.ts";
import { type FlowOutcome, showFlow } from "../changing/shown.ts";
import { type FileChange, type FileChanges, fileChanges, writeFiles } from "../changing/write-files.ts";
import { type Context, UsageError } from "../context.ts";
import { branchProblems, Repository, RepositoryError } from "../git/repository.ts";
import { keptReleases, releaseNamed, shownRelease } from "../releases/kept.ts";
import { otherStacks } from "../rollback/coming-project.ts";
import { planOf, type RollbackPlan } from "../rollback/plan.ts";
import { alsoChanged, planOutcomes } from "../rollback/show.ts";
import { targetsOf, type Wanted } from "../rollback/targets.ts";
import { loadForStack, requiredStackFile, type StackFile } from "../stack-file.ts";

interface RollbackOptions extends ChangeOptions {
  readonly flows: readonly string[];
  readonly to?: string;
  readonly release?: string;
  readonly branch?: string;
}

/**
 * Restores the source of an earlier version of flows: the source in Git that compiles to the published document,
 * otherwise the platform's export. Shows the changes; with `write` or `branch`, commits them on a new branch, which an
 * update publishes like any other change.
 * @returns 1 if a flow cannot be rolled back or if changes would be lost; in this case, nothing is written
 */
export async function rollback(o: RollbackOptions, context: Context): Promise<number> {
  assertChoice(o);
  return changeSource(o, context, async (own) => {
    const stackFile = requiredStackFile(own, o.stack);
    const project = await loadForStack(own, o.stack);
    const kept = await keptReleases(o.stack, own);
    const [flow = ""] = o.flows;
    const wanted: Wanted =
      o.release === undefined
        ? { flow, version: o.to ?? "" }
        : { flows: o.flows, release: releaseNamed(o.release, { ...kept, stack: o.stack }) };
    return changeByOrganisation(o.stack, own, async (stack) => {
      const { targets, left, problems } = await targetsOf(wanted, { stack, project, releases: kept.releases }, own);
      const repository = Repository.open(own.root);
      const plan = await planOf(targets, { stack: o.stack, project, repository }, own);
      const flows = await planOutcomes(plan, { stack, before: project }, own);
      const change = await planned(plan, { ...o, problems, outcomes: flows, repository, wanted, stackFile }, own);
      return {
        ...change,
        show() {
          for (const one of flows)
            if (one.result === "unchanged") own.out(`${one.key}: ${one.reasons?.join(" ")}\n`);
            else showFlow(one, own);
        },
        end(isWritten) {
          own.out(alsoChanged(plan, project));
          for (const line of left) own.out(`${line}.\n`);
          return change.end(isWritten);
        },
      };
    });
  });
}

function assertChoice({ flows, to, release }: RollbackOptions): void {
  if ((to === undefined) === (release === undefined))
    throw new UsageError(
      "Specify a version of one flow (`rollback FLOW --to VERSION`), or a release (`rollback [FLOW...] --release NAME`).",
    );
  if (to !== undefined && flows.length !== 1)
    throw new UsageError("--to is a version of one flow. Name one flow, or a release with --release NAME.");
}

interface Planned extends RollbackOptions {
  /** The stack's file before the search for sources. */
  readonly stackFile: StackFile;
  readonly problems: readonly string[];
  readonly outcomes: readonly FlowOutcome[];
  readonly repository: ReturnType<typeof Repository.open>;
  readonly wanted: Wanted;
}

async function planned(plan: RollbackPlan, o: Planned, context: Context): Promise<SourceChange> {
  const { repository, wanted, stack, outcomes } = o;
  const problems = [...o.problems, ...plan.problems];
  if (problems.length > 0) return refusedChange(problems, context, outcomes);
  if (plan.changes.length === 0) {
    const end = () => {
      context.out("There is nothing to roll back.\n");
      return 0;
    };
    return { ...noChange(0, outcomes), end };
  }
  const exported = plan.changes.flatMap(({ origin, target }) => (origin.from === "export" ? [target.key] : []));
  const { files: coming, notes } = await otherStacks(plan.files, { stack, exported }, context);
  const { branch, title } = namesOf(wanted, plan, o.branch);
  const present = fileChanges(context.root, coming);
  const files = new Map(
    [...present].map(([file, one]) => [file, file === o.stackFile.file ? { ...one, before: o.stackFile.text } : one]),
  );
  const flows = count(plan.changes.length, "flow");
  const write = o.write === true || o.branch !== undefined;
  const said = (lines: readonly string[]) => {
    for (const line of [...notes, ...lines]) context.out(`${line}\n`);
    return 0;
  };
  const next = `Next: npm run pulumi -- up --stack ${stack}`;
  if (!(repository instanceof Repository)) {
    const { folder, copies } = copiesOf(files);
    return {
      flows: outcomes,
      files,
      write: write && (() => writeFiles(context.root, new Map([...copies, ...files]))),
      end: (isWritten) =>
        said(
          isWritten
            ? [
                `${repository.missing} So no branch was created; the files were written: ${listed(files)}.`,
                ...(copies.size > 0 ? [`The previous files are in ${folder}.`] : []),
                next,
              ]
            : [`${flows} to roll back. To write the files, add --write.`],
        ),
    };
  }
  const before = repository.branch;
  let commit = "";
  return {
    flows: outcomes,
    files,
    branch,
    write:
      write &&
      (() => {
        const against = branchProblems(repository, branch, files.keys());
        if (against.length > 0) return against;
        try {
          commit = repository.commitOnBranch(branch, coming, commitMessage(plan, title));
          return [];
        } catch (error) {
          if (!(error instanceof RepositoryError)) throw error;
          return [error.message];
        }
      }),
    end: (isWritten) =>
      said(
        isWritten
          ? [
              `The branch ${branch} is checked out, and its commit ${commit.slice(0, 12)} contains ${listed(files)}.`,
              next,
              ...(before === undefined ? [] : [`To return to the previous branch: git switch ${before}`]),
            ]
          : [`${flows} to roll back. To create the branch ${branch}, add --write.`],
      ),
  };
}

/** Copies of the replaced files whose content is not in Git. */
function copiesOf(files: FileChanges): { readonly folder: string; readonly copies: FileChanges } {
  const folder = join(".genesys", "rollback", new Date().toISOString().replaceAll(/[-:.]/g, ""));
  const copies = [...files].flatMap(([file, { before }]): [string, FileChange][] =>
    before === undefined ? [] : [[join(folder, file), { before: undefined, after: before }]],
  );
  return { folder, copies: new Map(copies) };
}

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

/** A branch name such as `rollback/sales-3.0`, without the characters of a key that a branch name cannot contain. */
function branchNamed(...parts: readonly string[]): string {
  const name = parts
    .join("-")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replaceAll(/\.{2,}/g, ".")
    .replaceAll(/^[.-]+|[.-]+$/g, "");
  return `rollback/${name === "" ? "flow" : name.replace(/\.lock$/, "-lock")}`;
}

function commitMessage({ changes }: RollbackPlan, title: string): string {
  const lines = changes.map(({ target: { key, version }, origin }) =>
    origin.from === "git"
      ? `${key}: version ${version.id}, the source of commit ${origin.commit.sha.slice(0, 12)}.`
      : `${key}: version ${version.id}, the platform's export. ${origin.why}`,
  );
  return `${title}\n\n${lines.join("\n")}\n`;
}

const MOST_NAMED = 6;

function listed(files: FileChanges): string {
  if (files.size > MOST_NAMED) return count(files.size, "file");
  return [...files].map(([file, { after }]) => (after === undefined ? `${file} (removed)` : file)).join(", ");
}
