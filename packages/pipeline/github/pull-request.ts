import { readFileSync } from "node:fs";
import { printableLine } from "@genesys-flows/architect";
import { UsageError } from "@genesys-flows/cli";
import { z } from "zod";
import type { Pull, Repository } from "./repository.ts";

/** A workflow run on a pull request, as described by GitHub. No field is read from the run's artefacts. */
interface PullRequestRun {
  readonly commit: string;
  /** The branch and its repository; undefined if the repository was deleted. */
  readonly head: { readonly repositoryId: number; readonly owner: string; readonly branch: string } | undefined;
  /** Id of the repository whose workflow ran. */
  readonly repositoryId: number;
  /** Pull requests that the event names; empty for a fork. */
  readonly pulls: readonly number[];
  /** The run's number within its workflow and the attempt's number within the run, starting at 1. */
  readonly run: { readonly number: number; readonly attempt: number };
  readonly url: string;
  /** How the run ended; omitted while it is in progress. */
  readonly conclusion?: string;
}

const commit = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, { error: "must be a commit" });
const repository = z.object({ id: z.int(), owner: z.object({ login: z.string() }) });
const webAddress = z.url({ protocol: /^https?$/ });

/** docs.github.com/webhooks/webhook-events-and-payloads#workflow_run */
const workflowRunEvent = z.object({
  repository: repository.extend({ full_name: z.string() }),
  workflow_run: z.object({
    event: z.string(),
    head_sha: commit,
    head_branch: z.string().nullable(),
    head_repository: repository.nullish(),
    run_number: z.int(),
    run_attempt: z.int(),
    html_url: webAddress,
    conclusion: z.string().nullish(),
    pull_requests: z.array(
      z.object({ number: z.int(), base: z.object({ repo: z.object({ id: z.int() }) }) }).nullable(),
    ),
  }),
});

/** docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
const pullRequestEvent = z.object({
  repository: repository.extend({ full_name: z.string(), html_url: webAddress }),
  pull_request: z.object({
    number: z.int(),
    head: z.object({ sha: commit, ref: z.string(), repo: repository.nullish() }),
  }),
});

/**
 * The run on a pull request that an event describes: for `workflow_run`, the run that completed; for `pull_request`,
 * this run. Undefined if the completed run was not for a pull request.
 * @throws UsageError if the file cannot be read or contains a different event
 */
export function pullRequestRun(
  event: { readonly name: string; readonly file: string },
  current: { readonly id: number; readonly number: number; readonly attempt: number },
): PullRequestRun | undefined {
  const payload = readPayload(event.file);
  if (event.name === "workflow_run") {
    const { repository, workflow_run: run } = parsed(workflowRunEvent, payload, event.name);
    if (run.event !== "pull_request") return undefined;
    return {
      commit: run.head_sha,
      head: headOf(run.head_repository, run.head_branch),
      repositoryId: repository.id,
      pulls: run.pull_requests.flatMap((pull) => (pull && pull.base.repo.id === repository.id ? [pull.number] : [])),
      run: { number: run.run_number, attempt: run.run_attempt },
      url: run.html_url,
      ...(run.conclusion && { conclusion: run.conclusion }),
    };
  }
  if (event.name !== "pull_request") {
    throw new UsageError(
      `The event is "${printableLine(event.name)}" (GITHUB_EVENT_NAME). This command runs after "workflow_run" or "pull_request".`,
    );
  }
  const { repository, pull_request: pull } = parsed(pullRequestEvent, payload, event.name);
  return {
    commit: pull.head.sha,
    head: headOf(pull.head.repo, pull.head.ref),
    repositoryId: repository.id,
    pulls: [pull.number],
    run: { number: current.number, attempt: current.attempt },
    url: `${repository.html_url}/actions/runs/${current.id}`,
  };
}

function headOf(of: z.infer<typeof repository> | null | undefined, branch: string | null): PullRequestRun["head"] {
  return of && branch !== null ? { repositoryId: of.id, owner: of.owner.login, branch } : undefined;
}

function readPayload(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`The event in ${file} (GITHUB_EVENT_PATH) cannot be read: ${(error as Error).message}`);
  }
}

function parsed<S extends z.ZodType>(schema: S, payload: unknown, name: string): z.infer<S> {
  const read = schema.safeParse(payload);
  if (read.success) return read.data;
  const places = read.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
  throw new UsageError(`The event is not a "${name}" event as GitHub documents it:\n${places.join("\n")}`);
}

/**
 * The open pull requests whose current head on GitHub is the commit of a run. For a branch of the repository, the event
 * names them; for a fork, they are looked up by branch, then by commit.
 * @returns these pull requests, and a sentence for each pull request that the run no longer describes
 */
export async function pullsOf(
  run: PullRequestRun,
  repository: Repository,
): Promise<{ current: number[]; passed: string[] }> {
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
  // An owner may have several forks with a branch of this name.
  const own = byBranch.filter((pull) => pull.head.repo?.id === head?.repositoryId);
  return own.length > 0 ? own : repository.pullsWith(run.commit);
}

/** Why a run does not describe a pull request; undefined if it does. */
export function whyNot({ number, state, head, base }: Pull, run: PullRequestRun): string | undefined {
  if (base.repo?.id !== run.repositoryId) return `#${number} is a pull request of a different repository.`;
  if (state !== "open") return `Pull request #${number} is closed.`;
  if (head.sha !== run.commit)
    return `Pull request #${number} has a newer commit: ${head.sha.slice(0, 12)}; this run was for ${run.commit.slice(0, 12)}.`;
  // This also applies to a deleted fork, because its commit may be the head of another person's pull request.
  if (head.repo?.id !== run.head?.repositoryId) return `Pull request #${number} comes from a different repository.`;
  return undefined;
}
