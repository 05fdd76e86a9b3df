import { printableLine } from "@genesys-flows/architect";
import { CommandError } from "@genesys-flows/cli";

export interface Asked {
  /** Continues "GitHub refused to ...": `create a comment on pull request #7`. */
  readonly what: string;
  /** Permission of the token: `pull-requests: write`. */
  readonly needs?: string;
}

/** A request that GitHub refused, or that received no response. */
export class GithubError extends CommandError {
  override name = "GithubError";
  /** HTTP status; absent if there was no response. */
  readonly status: number | undefined;
  readonly locked: boolean;

  constructor(message: string, { status, locked = false, cause }: ErrorOptions & Partial<GithubError> = {}) {
    super(message, { cause });
    this.status = status;
    this.locked = locked;
  }

  /** Whether the failed request may have been carried out. */
  get isUnclear(): boolean {
    return this.status === undefined || this.status >= 500;
  }

  get isMissing(): boolean {
    return this.status === 404 || this.status === 410;
  }
}

/** The error for a new comment or issue that has an unexpected author and was therefore removed again. */
export function otherAuthor(what: "comment" | "issue", login: string | undefined, author: string): GithubError {
  const done = { comment: "It was deleted again", issue: "It was closed again" }[what];
  return new GithubError(
    `The new ${what} was written by ${login ?? "an unknown author"}, but this command looks for earlier ones by ${author}. ${done}, ` +
      `because no later run would find it. Specify the owner of the token: --author ${login ?? "LOGIN"}.`,
  );
}

/** A failed request, with the fields of `@octokit/request-error`. */
interface Failed {
  readonly status: number;
  readonly message: string;
  readonly response?: { readonly headers: Readonly<Record<string, unknown>> };
}

function isFailed(error: unknown): error is Failed {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

/** The GithubError for a failed request: what was requested, the status, GitHub's message, and what to do. */
export function githubError(error: unknown, asked: Asked): unknown {
  if (!isFailed(error)) return error;
  // `@octokit/request-error` sets status 500 if there is no response.
  const status = error.response ? error.status : undefined;
  const said = printableLine(error.message.replace(/ - https:\/\/docs\.github\.com\S*$/, "").slice(0, 500));
  const head =
    status === undefined
      ? `GitHub could not be reached to ${asked.what}: ${said}.`
      : `GitHub refused to ${asked.what}: ${status} ${said}.`;
  const locked = status === 403 && /\blocked\b/i.test(error.message);
  const todo = locked ? "Unlock the conversation, then run the job again." : adviceFor(status, error, asked);
  return new GithubError([head, todo].filter(Boolean).join("\n"), {
    ...(status !== undefined && { status }),
    locked,
    // Omits the request, which contains the token.
    cause: undefined,
  });
}

function adviceFor(status: number | undefined, { response, message }: Failed, { needs }: Asked): string {
  if (status === undefined) return "Check GITHUB_API_URL and the connection, then run the job again.";
  if (status >= 500) return "GitHub is not available. Run the job again later.";
  if (status === 401) return "The token in GITHUB_TOKEN is wrong or expired.";
  if (status === 429 || /rate limit/i.test(message))
    return "The token's request limit is used up. Run the job again later.";
  if (status === 403) return permissionText(response?.headers["x-accepted-github-permissions"], needs);
  if (status === 404) return `It does not exist, or the token cannot see it. ${permissionText(undefined, needs)}`;
  return "";
}

/** @param accepted GitHub's own list of sufficient permissions, such as `issues=write; pull_requests=write` */
function permissionText(accepted: unknown, needs: string | undefined): string {
  const named =
    typeof accepted === "string" && accepted !== ""
      ? printableLine(accepted.slice(0, 200)).replaceAll("_", "-").replaceAll("=", ": ").replaceAll(";", " or")
      : needs;
  return named === undefined ? "" : `The token needs the permission \`${named}\`: see \`permissions\` of the workflow.`;
}
