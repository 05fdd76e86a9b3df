import { z } from "zod";
import type { GithubClient } from "./client.ts";
import { type Asked, GithubError, githubError } from "./failure.ts";

const user = z.object({ login: z.string() });
const account = user.nullish();

const commentSchema = z.object({ id: z.int(), body: z.string().nullish(), user: account });

const side = z.object({
  sha: z.string(),
  ref: z.string(),
  repo: z.object({ id: z.int(), full_name: z.string() }).nullish(),
});

const pullSchema = z.object({ number: z.int(), state: z.string(), head: side, base: side });

const issueSchema = z.object({
  number: z.int(),
  state: z.string(),
  body: z.string().nullish(),
  user: account,
  html_url: z.string(),
  pull_request: z.unknown().optional(),
});

export type Comment = z.infer<typeof commentSchema>;
export type Pull = z.infer<typeof pullSchema>;
export type Issue = z.infer<typeof issueSchema>;

export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

const PAGE = { per_page: 100 };
/** A failed request may still have created the object, so callers read before they retry. */
const NOT_AGAIN = { request: { retries: 0 } };

/** A repository on GitHub, with the requests that the pipeline's commands send. Each method throws GithubError. */
export class Repository {
  readonly name: string;
  readonly #client: GithubClient;
  readonly #at: RepositoryName;

  constructor(client: GithubClient, at: RepositoryName) {
    this.#client = client;
    this.#at = at;
    this.name = `${at.owner}/${at.repo}`;
  }

  /** The login of the token's owner. A workflow's token, which belongs to `github-actions[bot]`, cannot request it. */
  async actor(): Promise<string> {
    try {
      const route = "GET /user";
      const { login } = await this.#ask({ what: "identify the owner of the token" }, user, () =>
        this.#client.request(route),
      );
      return login;
    } catch (error) {
      if (error instanceof GithubError && error.status === 403) return "github-actions[bot]";
      throw error;
    }
  }

  pull(number: number): Promise<Pull> {
    const asked = { what: `show pull request #${number} of ${this.name}`, needs: "pull-requests: read" };
    const call = { ...this.#at, pull_number: number };
    return this.#ask(asked, pullSchema, () =>
      this.#client.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", call),
    );
  }

  /** Open pull requests from a branch: `owner:branch`. */
  pullsFrom(head: string): Promise<Pull[]> {
    const asked = { what: `list pull requests of ${this.name}`, needs: "pull-requests: read" };
    const query = { ...this.#at, ...PAGE, head, state: "open" } as const;
    return this.#list(asked, pullSchema, () => this.#client.paginate("GET /repos/{owner}/{repo}/pulls", query));
  }

  pullsWith(commit: string): Promise<Pull[]> {
    const asked = { what: `list the pull requests of a commit of ${this.name}`, needs: "pull-requests: read" };
    const route = "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls";
    const query = { ...this.#at, ...PAGE, commit_sha: commit };
    return this.#list(asked, pullSchema, () => this.#client.paginate(route, query));
  }

  comments(issue: number): Promise<Comment[]> {
    const asked = { what: `list the comments on #${issue} of ${this.name}`, needs: "pull-requests: read" };
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const query = { ...this.#at, ...PAGE, issue_number: issue };
    return this.#list(asked, commentSchema, () => this.#client.paginate(route, query));
  }

  comment(id: number): Promise<Comment> {
    const asked = { what: `show comment ${id} of ${this.name}`, needs: "pull-requests: read" };
    const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
    return this.#ask(asked, commentSchema, () => this.#client.request(route, { ...this.#at, comment_id: id }));
  }

  createComment(issue: number, body: string, { needs }: Pick<Asked, "needs">): Promise<Comment> {
    const asked = { what: `create a comment on #${issue} of ${this.name}`, needs };
    const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const call = { ...this.#at, ...NOT_AGAIN, issue_number: issue, body };
    return this.#ask(asked, commentSchema, () => this.#client.request(route, call));
  }

  async updateComment(id: number, body: string): Promise<void> {
    const asked = { what: `update comment ${id} of ${this.name}`, needs: "pull-requests: write" };
    const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
    await this.#ask(asked, z.unknown(), () => this.#client.request(route, { ...this.#at, comment_id: id, body }));
  }

  async deleteComment(id: number): Promise<void> {
    const asked = { what: `delete comment ${id} of ${this.name}`, needs: "pull-requests: write" };
    const route = "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}";
    await this.#ask(asked, z.unknown(), () => this.#client.request(route, { ...this.#at, comment_id: id }));
  }

  /** An author's issues with a label, open and closed, oldest first; pull requests are excluded. */
  async issues({ label, author }: { readonly label: string; readonly author: string }): Promise<Issue[]> {
    const asked = { what: `list issues of ${this.name}`, needs: "issues: read" };
    const order = { sort: "created", direction: "asc" } as const;
    const query = { ...this.#at, ...PAGE, ...order, labels: label, state: "all" } as const;
    const route = "GET /repos/{owner}/{repo}/issues";
    const all = await this.#list(asked, issueSchema, () => this.#client.paginate(route, query));
    return all
      .filter(({ user, pull_request }) => pull_request === undefined && isSameLogin(user?.login, author))
      .sort((a, b) => a.number - b.number);
  }

  createIssue(issue: { readonly title: string; readonly body: string; readonly label: string }): Promise<Issue> {
    const { label, ...texts } = issue;
    const asked = { what: `open an issue in ${this.name}`, needs: "issues: write" };
    const call = { ...this.#at, ...NOT_AGAIN, ...texts, labels: [label] };
    return this.#ask(asked, issueSchema, () => this.#client.request("POST /repos/{owner}/{repo}/issues", call));
  }

  async updateIssue(number: number, change: IssueChange): Promise<void> {
    const asked = { what: `update issue #${number} of ${this.name}`, needs: "issues: write" };
    const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
    const call = { ...this.#at, issue_number: number, ...change };
    await this.#ask(asked, z.unknown(), () => this.#client.request(route, call));
  }

  async #ask<S extends z.ZodType>(
    asked: Asked,
    schema: S,
    request: () => Promise<{ readonly data: unknown }>,
  ): Promise<z.infer<S>> {
    return understood(asked, schema, (await made(asked, request)).data);
  }

  async #list<S extends z.ZodType>(asked: Asked, schema: S, request: () => Promise<unknown>): Promise<z.infer<S>[]> {
    return understood(asked, z.array(schema), await made(asked, request));
  }
}

async function made<T>(asked: Asked, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw githubError(error, asked);
  }
}

function understood<S extends z.ZodType>({ what }: Asked, schema: S, data: unknown): z.infer<S> {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const places = read.error.issues.slice(0, 5).map(({ path, message }) => `  ${path.join(".")}: ${message}`);
  throw new GithubError(
    `GitHub was asked to ${what}, but its response differs from the documentation:\n${places.join("\n")}\nIs GITHUB_API_URL the address of its API?`,
  );
}

interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: "open" | "closed";
  readonly state_reason?: "completed" | "not_planned";
}

/** Whether two logins differ at most in case. */
export function isSameLogin(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
