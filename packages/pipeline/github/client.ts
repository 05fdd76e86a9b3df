import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";

/** The version of the REST API that this project is written against (docs.github.com/rest/about-the-rest-api/api-versions). */
const API_VERSION = "2022-11-28";

const ANSWER_WITHIN_MS = 30_000;
const MOST_RETRIES = 3;
/** The longest wait. If GitHub requests a longer wait, the run ends. */
const LONGEST_WAIT_S = 180;

const Client = Octokit.plugin(paginateRest, retry, throttling);

/** GitHub's REST API: typed requests, pagination, retries, at the rate that GitHub recommends. */
export type GithubClient = InstanceType<typeof Client>;

type Throttle = NonNullable<NonNullable<ConstructorParameters<typeof Client>[0]>["throttle"]>;

export interface ClientPace {
  /** The number of milliseconds that represent one second of waiting. */
  readonly second: number;
  /**
   * Rate limiters. GitHub requires one second between writes, and three seconds between requests that send
   * notifications.
   */
  readonly write?: Throttle["write"];
  readonly notifications?: Throttle["notifications"];
}

interface ClientSettings {
  readonly apiUrl: string;
  readonly token: string;
  readonly pace?: ClientPace;
}

/**
 * A client that retries after a server error (5xx) or a rate limit, unless GitHub asks it to wait for more than three
 * minutes.
 */
export function githubClient({ apiUrl, token, pace = { second: 1_000 } }: ClientSettings): GithubClient {
  const { second, ...limiters } = pace;
  const client = new Client({
    auth: token,
    baseUrl: apiUrl,
    userAgent: "genesys-flows-pipeline",
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    request: {
      fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }),
    },
    retry: { retries: MOST_RETRIES, retryAfterBaseValue: second, doNotRetry: NOT_RETRIED },
    throttle: {
      ...limiters,
      retryAfterBaseValue: second,
      onRateLimit: (wait, _options, _client, retried) => isWorthWaiting(wait, retried),
      onSecondaryRateLimit: (wait, _options, _client, retried) => isWorthWaiting(wait, retried),
    },
  });
  client.hook.before("request", (options) => {
    options.headers["x-github-api-version"] = API_VERSION;
    options.headers.accept = "application/vnd.github+json";
  });
  return client;
}

/** The library's default list, and the statuses of rate limits, which are handled separately. */
const NOT_RETRIED = [400, 401, 403, 404, 409, 410, 422, 429, 451];

function isWorthWaiting(seconds: number, retried: number): boolean {
  return seconds <= LONGEST_WAIT_S && retried < MOST_RETRIES;
}

/** Suppresses the library's own warnings, because the error already contains the information. */
function ignore(): void {}
