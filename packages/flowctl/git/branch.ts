import { UsageError } from "../context.ts";
import { Repository, RepositoryError } from "./repository.ts";

/** What keeps files from being written on a new branch: every reason. */
export function branchProblems(repository: Repository, branch: string, files: Iterable<string>): string[] {
  const named = repository.canName(branch)
    ? repository.hasBranch(branch)
      ? [`The branch ${branch} already exists. Name another with --branch NAME, or remove it: git branch -D ${branch}`]
      : []
    : [`Git does not accept '${branch}' as the name of a branch. Name another with --branch NAME.`];
  const unsaved = repository.unsaved([...files]).map((line) => `${line}, and would be overwritten. Commit it first.`);
  return [...named, ...unsaved];
}

/** A branch that gets a commit for each of several changes, which are written to the working tree first. */
export type NewBranch = ReturnType<typeof newBranch>;

/** @throws UsageError with everything that keeps the files from being written on a branch of this name; its functions with what Git says */
export function newBranch(root: string, name: string, files: readonly string[]) {
  const repository = Repository.open(root);
  if ("missing" in repository)
    throw new UsageError(`--branch needs a Git repository with a commit. ${repository.missing}`);
  const problems = branchProblems(repository, name, files);
  if (problems.length > 0) throw new UsageError(`${problems.join("\n")}\nNothing was written.`);
  const explained = (work: () => void, left: string) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof RepositoryError)) throw error;
      throw new UsageError(`${error.message}${left}`);
    }
  };
  return {
    name,
    /** Makes the branch at HEAD and checks it out; the working tree stays. */
    begin: () => explained(() => repository.switchToNew(name), ""),
    /** Commits files as they are in the working tree, and nothing else. */
    commit(change: Parameters<Repository["commitFiles"]>[0]): void {
      const left = `\n${change.files.join(", ")}: written on the branch ${name}, which is checked out, and not committed.`;
      explained(() => repository.commitFiles(change), left);
    },
  };
}
