import type { PullRequestRun } from "./event.ts";
import type { Pull, Repository } from "./repository.ts";

/** The pull requests that a run was for: those that it still describes, and why not the others. */
export interface FoundPulls {
  readonly current: readonly number[];
  /** A sentence each. */
  readonly passed: readonly string[];
}

/**
 * The open pull requests whose head is the commit of a run, as GitHub says it now. GitHub names them in the event for branches of
 * the repository; those of a fork are looked up by its branch, then by the commit.
 */
export async function pullsOf(run: PullRequestRun, repository: Repository): Promise<FoundPulls> {
  const candidates = await candidatesOf(run, repository);
  const judged = candidates.map((pull) => ({ pull, why: whyNot(pull, run) }));
  return {
    current: judged.filter(({ why }) => why === undefined).map(({ pull }) => pull.number),
    passed: judged.flatMap(({ why }) => why ?? []),
  };
}

async function candidatesOf(run: PullRequestRun, repository: Repository): Promise<Pull[]> {
  if (run.pulls.length > 0) return Promise.all(run.pulls.map((number) => repository.pull(number)));
  const { head } = run;
  const byBranch = head ? await repository.pullsFrom(`${head.owner}:${head.branch}`) : [];
  // An owner may have several forks with a branch of that name.
  const own = byBranch.filter((pull) => pull.head.repo?.id === head?.repositoryId);
  return own.length > 0 ? own : repository.pullsWith(run.commit);
}

/** Why a run does not describe a pull request; undefined where it does. */
export function whyNot({ number, state, head, base }: Pull, run: PullRequestRun): string | undefined {
  if (base.repo?.id !== run.repositoryId) return `#${number} is a pull request of another repository.`;
  if (state !== "open") return `Pull request #${number} is closed.`;
  if (head.sha !== run.commit)
    return `Pull request #${number} has a newer commit: ${head.sha.slice(0, 12)}; this run was for ${run.commit.slice(0, 12)}.`;
  // Also where a fork was deleted: its commit may be the head of somebody else's pull request too.
  if (head.repo?.id !== run.head?.repositoryId) return `Pull request #${number} comes from another repository.`;
  return undefined;
}
