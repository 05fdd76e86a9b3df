import { ApiFailure, failureOfAnswer, failureOfConnection, type LoginKind, mayPass } from "./failure.ts";
import type { TakenToken, TokenPool } from "./token-pool.ts";
import { answerOf, lostConnection, TEXT, type VendorAnswer } from "./vendor.ts";
import { type Patience, pause, withJitter } from "./waiting.ts";

export interface ApiCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/api/v2/...`, ids already escaped. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** Treats a partial response (status 206) as a failure. */
  readonly complete?: boolean;
  /** A retry is safe even if the first request succeeded. This is true for GET. */
  readonly repeatable?: boolean;
  /** The response is plain text, which may look like JSON. */
  readonly text?: true;
  /** Nothing depends on the response, so the request is not retried and does not wait after a 429. */
  readonly once?: true;
}

interface SessionOptions {
  readonly pool: TokenPool;
  readonly login: LoginKind;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly onAnswer: (headers: VendorAnswer["headers"]) => void;
}

/** Sends authenticated requests. Respects the budgets and Retry-After, and retries only if a retry is safe. */
export class ApiSession {
  readonly #o: SessionOptions;

  constructor(o: SessionOptions) {
    this.#o = o;
  }

  /** @param read parses the response. @throws ApiFailure; any error from `read`; the signal's reason */
  async send<Answer>(call: ApiCall, read: (answer: VendorAnswer) => Answer): Promise<Answer> {
    const { pool, login, signal, patience } = this.#o;
    const { repetitionMs, longestRetryAfterMs, rateLimitAttempts } = patience;
    const request = `${call.method} ${call.path}`;
    const repeatable = !call.once && (call.repeatable ?? call.method === "GET");
    const attempts = call.once ? 0 : rateLimitAttempts;
    const query = Object.fromEntries(Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined));
    let rateLimited = 0;
    let repeated = 0;
    let loggedInAgain = false;
    for (;;) {
      const taken = await pool.take();
      try {
        const answer = await taken.token.vendor.callApi(
          call.path,
          call.method,
          {},
          query,
          {},
          {},
          call.body,
          ["PureCloud OAuth"],
          ["application/json"],
          [call.text ? TEXT : "application/json"],
        );
        this.#answered(taken, answer);
        return read(answer);
      } catch (error) {
        const failure = error instanceof ApiFailure ? error : this.#failure(request, error, taken);
        if (failure.kind === "credentials" && login === "client" && !loggedInAgain) {
          loggedInAgain = true;
          pool.rejected(taken);
          continue;
        }
        let wait: number | undefined;
        if (failure.kind === "rate-limit" && rateLimited < attempts) {
          wait = failure.retryAfterMs ?? repetitionMs[Math.min(rateLimited, repetitionMs.length - 1)];
          rateLimited++;
          if (wait !== undefined && wait <= longestRetryAfterMs) wait = pool.refused(taken, wait);
        } else if (mayPass(failure) && repeatable && repeated < repetitionMs.length) {
          wait = failure.retryAfterMs ?? repetitionMs[repeated];
          repeated++;
        }
        if (wait === undefined || wait > longestRetryAfterMs) throw failure;
        await pause(withJitter(wait), signal);
      }
    }
  }

  #answered(taken: TakenToken, answer: VendorAnswer): void {
    this.#o.pool.answered(taken, answer);
    this.#o.onAnswer(answer.headers);
  }

  /** @throws the signal's reason when the request was cancelled */
  #failure(request: string, error: unknown, taken: TakenToken): ApiFailure {
    const answer = answerOf(error);
    if (answer) this.#answered(taken, answer);
    else this.#o.pool.unanswered(taken);
    if (this.#o.signal.aborted) throw this.#o.signal.reason;
    if (!answer) return failureOfConnection(request, lostConnection(error));
    return failureOfAnswer(request, answer, { login: this.#o.login });
  }
}
