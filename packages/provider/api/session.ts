import type { RequestBudget } from "./budget.ts";
import { ApiFailure, failureOfAnswer, failureOfConnection } from "./failure.ts";
import { answerOf, lostConnection, type VendorAnswer, type VendorClient } from "./vendor.ts";
import { type Patience, pause, withJitter } from "./waiting.ts";

export type Credentials = { readonly token: string } | { readonly clientId: string; readonly clientSecret: string };

export interface ApiCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/api/v2/...`, ids already escaped. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** A retry does no harm, even when the first request succeeded. True for GET. */
  readonly repeatable?: boolean;
}

const LOGIN = "POST /oauth/token";

/** Sends requests as a client that is logged in: within the budget, waiting for Retry-After, with safe retries. */
export class ApiSession {
  readonly #vendor: VendorClient;
  readonly #credentials: Credentials;
  readonly #budget: RequestBudget;
  readonly #signal: AbortSignal;
  readonly #onToken: (token: string) => void;
  readonly #patience: Patience;
  #login: Promise<void> | undefined;
  #token: string;

  /** @param o.onToken called with each token, so that it can be kept out of texts */
  constructor(o: {
    vendor: VendorClient;
    credentials: Credentials;
    budget: RequestBudget;
    signal: AbortSignal;
    onToken: (token: string) => void;
    patience: Patience;
  }) {
    this.#vendor = o.vendor;
    this.#credentials = o.credentials;
    this.#budget = o.budget;
    this.#signal = o.signal;
    this.#onToken = o.onToken;
    this.#patience = o.patience;
    this.#token = "token" in o.credentials ? o.credentials.token : "";
  }

  /** The token of the last log-in; empty before the log-in. */
  get token(): string {
    return this.#token;
  }

  /** @param read what the answer says. @throws ApiFailure, also what `read` throws; the signal's reason */
  async send<Answer>(call: ApiCall, read: (answer: VendorAnswer) => Answer): Promise<Answer> {
    const { repetitionMs, longestRetryAfterMs, rateLimitAttempts } = this.#patience;
    const request = `${call.method} ${call.path}`;
    const repeatable = call.repeatable ?? call.method === "GET";
    let rateLimited = 0;
    let repeated = 0;
    let loggedInAgain = false;
    for (;;) {
      await this.#authenticate();
      await this.#budget.take({ signal: this.#signal });
      try {
        const answer = await this.#vendor.callApi(
          call.path,
          call.method,
          {},
          definedOnly(call.query),
          {},
          {},
          call.body,
          ["PureCloud OAuth"],
          ["application/json"],
          ["application/json"],
        );
        this.#budget.learn(answer.headers);
        return read(answer);
      } catch (error) {
        const failure = error instanceof ApiFailure ? error : this.#failure(request, error);
        const passing = mayPass(failure);
        if (failure.kind === "credentials" && "clientId" in this.#credentials && !loggedInAgain) {
          loggedInAgain = true;
          this.#login = undefined;
          continue;
        }
        let wait: number | undefined;
        if (failure.kind === "rate-limit" && rateLimited < rateLimitAttempts) {
          wait = failure.retryAfterMs ?? repetitionMs[Math.min(rateLimited, repetitionMs.length - 1)];
          rateLimited++;
        } else if (passing && repeatable && repeated < repetitionMs.length) {
          wait = failure.retryAfterMs ?? repetitionMs[repeated];
          repeated++;
        }
        if (wait === undefined || wait > longestRetryAfterMs) throw failure;
        await pause(withJitter(wait), this.#signal);
      }
    }
  }

  async #authenticate(): Promise<void> {
    this.#login ??= this.#logIn();
    try {
      await this.#login;
    } catch (error) {
      this.#login = undefined;
      throw error;
    }
  }

  async #logIn(): Promise<void> {
    if ("token" in this.#credentials) {
      this.#vendor.setAccessToken(this.#credentials.token);
      return;
    }
    const { clientId, clientSecret } = this.#credentials;
    const { repetitionMs, longestRetryAfterMs } = this.#patience;
    for (let attempt = 0; ; attempt++) {
      try {
        const { accessToken } = await this.#vendor.loginClientCredentialsGrant(clientId, clientSecret);
        if (!accessToken) throw noToken();
        this.#token = accessToken;
        this.#onToken(accessToken);
        return;
      } catch (error) {
        const failure = error instanceof ApiFailure ? error : this.#failure(LOGIN, error);
        const wait = failure.retryAfterMs ?? repetitionMs[attempt];
        const passing = failure.kind === "rate-limit" || mayPass(failure);
        if (!passing || attempt >= repetitionMs.length || wait === undefined || wait > longestRetryAfterMs)
          throw failure;
        await pause(withJitter(wait), this.#signal);
      }
    }
  }

  /** @throws the signal's reason when the request was cancelled */
  #failure(request: string, error: unknown): ApiFailure {
    if (this.#signal.aborted) throw this.#signal.reason;
    const answer = answerOf(error);
    if (!answer) return failureOfConnection(request, lostConnection(error));
    this.#budget.learn(answer.headers);
    return failureOfAnswer(request, answer, { login: "clientId" in this.#credentials ? "client" : "token" });
  }
}

function noToken(): ApiFailure {
  const message =
    "The answer to the log-in contains no access token: a proxy or another server answers at this address. Check region, gateway and proxies.";
  return new ApiFailure({ kind: "unexpected-answer", message, request: LOGIN, garbled: true });
}

/** Whether a retry may get the platform's answer. */
function mayPass({ kind, garbled, code }: ApiFailure): boolean {
  // The embedded organisation's own code: its file cannot be used, and it already waited for a lock.
  if (code === "local.organisation.file") return false;
  return kind === "server" || kind === "network" || garbled;
}

function definedOnly(query: ApiCall["query"]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value !== undefined));
}
