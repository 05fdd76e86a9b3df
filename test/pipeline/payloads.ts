import examples from "@octokit/webhooks-examples";

/** What a test wants an event to say. */
export interface PullRequestFacts {
  readonly sha: string;
  readonly branch: string;
  readonly owner: string;
  /** Undefined for a fork that was deleted. */
  readonly headRepositoryId: number | undefined;
  readonly repositoryId: number;
  /** Numbers that GitHub names: none for a fork. */
  readonly pulls: readonly number[];
  readonly event?: string;
  readonly conclusion?: string;
  readonly run?: { readonly number: number; readonly attempt: number };
}

type Payload = Record<string, unknown>;

const recorded = (event: string, index: number): Payload => {
  const found = (examples as unknown as { name: string; examples: unknown[] }[]).find(({ name }) => name === event);
  return structuredClone(found?.examples[index]) as Payload;
};

/** A recorded `workflow_run` that completed, for a run on a pull request. */
export function workflowRunPayload(facts: PullRequestFacts): Payload {
  const payload = recorded("workflow_run", 2);
  const recordedRun = payload["workflow_run"] as Payload & { pull_requests: Payload[]; head_repository: Payload };
  const [pull] = recordedRun.pull_requests as [Payload & { base: { repo: Payload } }];
  const owner = recordedRun.head_repository["owner"] as Payload;
  return {
    ...payload,
    repository: repositoryOf(payload, facts),
    workflow_run: {
      ...recordedRun,
      event: facts.event ?? "pull_request",
      conclusion: facts.conclusion ?? "success",
      head_sha: facts.sha,
      head_branch: facts.branch,
      run_number: facts.run?.number ?? 12,
      run_attempt: facts.run?.attempt ?? 1,
      html_url: "https://github.com/example/flows/actions/runs/900",
      head_repository:
        facts.headRepositoryId === undefined
          ? null
          : { ...recordedRun.head_repository, id: facts.headRepositoryId, owner: { ...owner, login: facts.owner } },
      pull_requests: facts.pulls.map((number) => ({
        ...pull,
        number,
        base: { ...pull.base, repo: { ...pull.base.repo, id: facts.repositoryId } },
      })),
    },
  };
}

/** A recorded `pull_request` with a new commit. */
export function pullRequestPayload(facts: PullRequestFacts): Payload {
  const payload = recorded("pull_request", 0);
  const pull = payload["pull_request"] as Payload & { head: Payload & { repo: Payload } };
  const { repo } = pull.head;
  return {
    ...payload,
    number: facts.pulls[0],
    repository: repositoryOf(payload, facts),
    pull_request: {
      ...pull,
      number: facts.pulls[0],
      // Newer than the recording.
      auto_merge: null,
      head: {
        ...pull.head,
        sha: facts.sha,
        ref: facts.branch,
        repo: { ...repo, id: facts.headRepositoryId, owner: { ...(repo["owner"] as Payload), login: facts.owner } },
      },
    },
  };
}

function repositoryOf(payload: Payload, { repositoryId }: PullRequestFacts): Payload {
  return {
    ...(payload["repository"] as Payload),
    id: repositoryId,
    full_name: "example/flows",
    html_url: "https://github.com/example/flows",
  };
}
