import { messageOf } from "@genesys-flows/architect/printable";
import type { ApiToken } from "./token.ts";
import type { VendorAnswer } from "./vendor.ts";
import { pause } from "./waiting.ts";

/** The longest wait before the tokens are checked again. */
const LONGEST_WAIT_MS = 60_000;

/** A token for one request, already counted in the token's budget. */
export interface TakenToken {
  readonly token: ApiToken;
  /** The token's value when the request took the token. */
  readonly value: string;
}

interface PoolOptions {
  /** Maximum number of tokens of the client that are used at the same time. */
  readonly size: number;
  readonly newToken: () => Promise<ApiToken>;
  readonly signal: AbortSignal;
  /** Called when the run continues with fewer tokens, with the reason. */
  readonly onNote: (text: string) => void;
  /** Replaces the wait in tests. */
  readonly pause?: typeof pause;
}

/**
 * The tokens of one OAuth client, each with a budget. A request takes the first token that can send another request. If
 * no token can, the pool logs in to obtain another token and tries it with one request before other requests use it.
 *
 * Public sources disagree on whether the platform counts requests by token or by client (docs/real-organisation.md). If
 * a token's own requests do not explain a 429, the platform probably counts by client, so the rest of the run uses one
 * budget.
 */
export class TokenPool {
  readonly #o: PoolOptions;
  #limit: number;
  #tokens: ApiToken[] = [];
  /** Tokens with which the platform has accepted a request. */
  readonly #proven = new Set<ApiToken>();
  /** Tokens whose trial request is still running. */
  readonly #onTrial = new Set<ApiToken>();
  #isLoggingIn = false;
  #changed = noted(Promise.withResolvers<void>());

  constructor(o: PoolOptions) {
    this.#o = o;
    this.#limit = o.size;
  }

  /** A valid token; empty before the first login. */
  get value(): string {
    return this.#tokens.find(({ isValid }) => isValid)?.value ?? this.#tokens[0]?.value ?? "";
  }

  /** Maximum number of tokens that the rest of the run uses at the same time. */
  get size(): number {
    return this.#limit;
  }

  /** Allowed requests per minute and token, as known so far; undefined before the first token. */
  get allowed(): number | undefined {
    return this.#tokens[0]?.budget.allowed;
  }

  /**
   * Waits for a token that can send another request. Report the outcome to `answered` or `unanswered`.
   * @throws ApiFailure if the login fails; the signal's reason
   */
  async take(): Promise<TakenToken> {
    for (;;) {
      let wait = LONGEST_WAIT_MS;
      for (const token of this.#tokens) {
        if (!token.isValid || this.#onTrial.has(token)) continue;
        const milliseconds = token.budget.claim();
        if (milliseconds > 0) {
          wait = Math.min(wait, milliseconds);
          continue;
        }
        if (!this.#proven.has(token)) this.#onTrial.add(token);
        return { token, value: token.value };
      }
      const changed = this.#changed.promise;
      this.#logInOne();
      await this.#until(changed, wait);
    }
  }

  answered({ token }: TakenToken, { status, headers }: Pick<VendorAnswer, "status" | "headers">): void {
    token.budget.learn(headers);
    if (status !== 429) this.#proven.add(token);
    this.#free(token);
  }

  unanswered({ token }: TakenToken): void {
    this.#free(token);
  }

  /** Records that the platform rejected the token: the next request logs in again. */
  rejected({ token, value }: TakenToken): void {
    token.drop(value);
  }

  /** Records a 429. @param waitMs how long the same request must wait @returns how long to wait before `take` */
  refused({ token }: TakenToken, waitMs: number): number {
    if (!token.budget.hasSentLess) {
      token.budget.useUp(waitMs);
      this.#wake();
      return 0;
    }
    if (this.#limit > 1) {
      this.#shrinkTo(this.#tokens.slice(0, 1));
      this.#o.onNote(
        `The platform refused a request (429) although its token had sent fewer than ${token.budget.allowed} in a minute. It may count requests by OAuth client, ` +
          "or another program may be using this client. The rest of this run uses one token and takes longer. If this happens in every run, set " +
          "genesyscloud:tokenPoolSize to 1.",
      );
    }
    return waitMs;
  }

  /** Logs in the first token that needs it, otherwise one more. Only one login runs at a time. */
  #logInOne(): void {
    if (this.#isLoggingIn || this.#onTrial.size > 0) return;
    const known = this.#tokens.find(({ isValid }) => !isValid);
    if (!known && this.#tokens.length >= this.#limit) return;
    this.#isLoggingIn = true;
    void this.#logIn(known).finally(() => {
      this.#isLoggingIn = false;
      this.#wake();
    });
  }

  async #logIn(known: ApiToken | undefined): Promise<void> {
    let token = known;
    try {
      token ??= await this.#o.newToken();
      await token.logIn();
      if (!known && this.#tokens.length < this.#limit) this.#tokens.push(token);
      // The first token needs no trial, because there is no other token to fall back on.
      if (this.#tokens[0] === token) this.#proven.add(token);
    } catch (error) {
      const others = this.#tokens.filter((other) => other !== token && other.isValid);
      if (others.length === 0 || this.#o.signal.aborted) {
        this.#wake({ error });
        return;
      }
      this.#shrinkTo(this.#tokens.filter((other) => other !== token));
      this.#o.onNote(
        `Another token could not be obtained: ${messageOf(error)} This run continues with ${others.length === 1 ? "one token" : `${others.length} tokens`}. ` +
          "To use fewer from the start, set genesyscloud:tokenPoolSize.",
      );
    }
  }

  #shrinkTo(tokens: ApiToken[]): void {
    this.#tokens = tokens;
    this.#limit = tokens.length;
    this.#wake();
  }

  #free(token: ApiToken): void {
    if (this.#onTrial.delete(token)) this.#wake();
  }

  /** @param reason the failure for waiting requests; the next request tries to log in again */
  #wake(reason?: { readonly error: unknown }): void {
    const { resolve, reject } = this.#changed;
    this.#changed = noted(Promise.withResolvers<void>());
    if (reason) reject(reason.error);
    else resolve();
  }

  /** Waits until something has changed or the time has passed. @throws the signal's reason; the error of a login */
  async #until(changed: Promise<void>, milliseconds: number): Promise<void> {
    const over = new AbortController();
    try {
      const { pause: wait = pause } = this.#o;
      await Promise.race([changed, wait(milliseconds, AbortSignal.any([this.#o.signal, over.signal]))]);
    } finally {
      over.abort();
    }
  }
}

/** Prevents an unhandled rejection from ending the process. */
function noted(resolvers: PromiseWithResolvers<void>): PromiseWithResolvers<void> {
  resolvers.promise.catch(() => {});
  return resolvers;
}
