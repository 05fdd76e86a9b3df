import type { Account, Content, StoredComment, StoredIssue, StoredPull } from "./content.ts";
import type { Description } from "./description.ts";

/** A request that the description knows. */
export interface Call {
  readonly values: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly by: Account;
  readonly content: Content;
  readonly description: Description;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  /** What a token needs: one of them. */
  readonly needs: readonly string[];
  answer(call: Call): Answer | readonly unknown[];
}

/** GitHub's answer to a request that it refuses. */
export function refused(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = { message, documentation_url: "https://docs.github.com/rest", status: `${status}` };
  return { status, body: status === 422 ? { ...body, errors: [] } : body, headers };
}

const COMMENT = ["issues: write", "pull_requests: write"];
const READ = ["issues: read", "pull_requests: read", ...COMMENT];

/** What the fake answers; a list is answered in pages. Other operations are not implemented. */
export const routes: Readonly<Record<string, Route>> = {
  "GET /user": {
    needs: [],
    answer: ({ by, description }) =>
      by.type === "Bot"
        ? refused(403, "Resource not accessible by integration")
        : {
            status: 200,
            body: { ...description.example("public-user-default-response"), login: by.login, type: by.type },
          },
  },
  "GET /repos/{owner}/{repo}/pulls": {
    needs: READ,
    answer: ({ content, query, description }) =>
      content.pulls
        .filter(({ state }) => [state, "all"].includes(query.get("state") ?? "open"))
        .filter(({ head }) => [null, `${head.owner}:${head.branch}`].includes(query.get("head")))
        .map((pull) => pullBody(pull, content, description.example("pull-request-simple"))),
  },
  "GET /repos/{owner}/{repo}/pulls/{pull_number}": {
    needs: READ,
    answer: ({ content, values, description }) => {
      const pull = content.pulls.find(({ number }) => `${number}` === values["pull_number"]);
      if (!pull) return refused(404, "Not Found");
      return { status: 200, body: pullBody(pull, content, description.example("pull-request")) };
    },
  },
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls": {
    needs: READ,
    answer: ({ content, values, description }) =>
      content.pulls
        .filter(({ head }) => head.sha === values["commit_sha"])
        .map((pull) => pullBody(pull, content, description.example("pull-request-simple"))),
  },
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": {
    needs: READ,
    answer: ({ content, values, description }) =>
      content.comments
        .filter(({ issue }) => `${issue}` === values["issue_number"])
        .map((comment) => commentBody(comment, description)),
  },
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": {
    needs: COMMENT,
    answer: ({ content, values, body, by, description }) => {
      const number = Number(values["issue_number"]);
      if (![...content.pulls, ...content.issues].some((one) => one.number === number)) return refused(404, "Not Found");
      if (content.isLocked(number)) return refused(403, "Unable to create comment because issue is locked.");
      const text = body["body"] as string;
      if (text.length > 65_536) return refused(422, "Validation Failed");
      return {
        status: 201,
        body: commentBody(content.addComment(number, { login: by.login, body: text }), description),
      };
    },
  },
  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}": {
    needs: READ,
    answer: ({ content, values, description }) => {
      const comment = content.comments.find(({ id }) => `${id}` === values["comment_id"]);
      return comment ? { status: 200, body: commentBody(comment, description) } : refused(404, "Not Found");
    },
  },
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": {
    needs: COMMENT,
    answer: ({ content, values, body, description }) => {
      const comment = content.comments.find(({ id }) => `${id}` === values["comment_id"]);
      if (!comment) return refused(404, "Not Found");
      if ((body["body"] as string).length > 65_536) return refused(422, "Validation Failed");
      comment.body = body["body"] as string;
      return { status: 200, body: commentBody(comment, description) };
    },
  },
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": {
    needs: COMMENT,
    answer: ({ content, values }) => {
      const at = content.comments.findIndex(({ id }) => `${id}` === values["comment_id"]);
      if (at < 0) return refused(404, "Not Found");
      content.comments.splice(at, 1);
      return { status: 204 };
    },
  },
  "GET /repos/{owner}/{repo}/issues": {
    needs: ["issues: read", "issues: write"],
    answer: ({ content, query, description }) => {
      const wanted = query.get("labels")?.split(",") ?? [];
      const found = content.issues
        .filter(({ state }) => [state, "all"].includes(query.get("state") ?? "open"))
        .filter(({ labels }) => wanted.every((label) => labels.includes(label)));
      return (query.get("direction") === "asc" ? found : found.toReversed()).map((one) => issueBody(one, description));
    },
  },
  "POST /repos/{owner}/{repo}/issues": {
    needs: ["issues: write"],
    answer: ({ content, body, by, description }) => {
      const { title, body: text, labels } = body as { title: string; body: string; labels: string[] };
      const issue = content.addIssue({ login: by.login, title, body: text, labels });
      return { status: 201, body: issueBody(issue, description) };
    },
  },
  "PATCH /repos/{owner}/{repo}/issues/{issue_number}": {
    needs: ["issues: write"],
    answer: ({ content, values, body, description }) => {
      const issue = content.issues.find(({ number }) => `${number}` === values["issue_number"]);
      if (!issue) return refused(404, "Not Found");
      const { title, body: text, state, state_reason } = body as { [key: string]: string | undefined };
      if (title !== undefined) issue.title = title;
      if (text !== undefined) issue.body = text;
      if (state !== undefined && state !== issue.state) {
        issue.state = state as StoredIssue["state"];
        issue.stateReason = state_reason ?? null;
      }
      return { status: 200, body: issueBody(issue, description) };
    },
  },
};

function commentBody({ id, issue, login, body }: StoredComment, description: Description): object {
  const example = description.example("issue-comment");
  const issue_url = `https://api.github.com/repos/example/flows/issues/${issue}`;
  return { ...example, id, issue_url, body, user: { ...(example["user"] as object), login } };
}

function issueBody({ labels, stateReason, ...issue }: StoredIssue, description: Description): object {
  const example = description.example("issue");
  const { login, number, title, body, state, locked } = issue;
  const { pull_request: _none, ...rest } = example as { pull_request?: unknown };
  return {
    ...rest,
    ...{ number, title, body, state, locked, state_reason: stateReason },
    html_url: `https://github.com/example/flows/issues/${number}`,
    labels,
    user: { ...(example["user"] as object), login },
  };
}

function pullBody({ number, state, locked, head }: StoredPull, content: Content, example: object): object {
  const { head: one, base, ...rest } = example as { head: { repo: object }; base: { repo: object } };
  const name = `${head.owner}/${content.repo}`;
  return {
    ...rest,
    ...{ number, state, locked, requested_teams: [] },
    head: {
      ...one,
      ...{ sha: head.sha, ref: head.branch, label: `${head.owner}:${head.branch}` },
      repo: { ...one.repo, id: head.repositoryId, full_name: name },
    },
    base: {
      ...base,
      ref: "main",
      repo: { ...base.repo, id: content.repositoryId, full_name: `${content.owner}/${content.repo}` },
    },
  };
}
