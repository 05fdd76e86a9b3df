import { messageOf } from "@genesys-flows/architect/printable";
import type { ApiToken } from "./token.ts";
import type { VendorAnswer } from "./vendor.ts";
import { pause } from "./waiting.ts";

/** No wait is longer: then the tokens are looked at again. */
const LONGEST_WAIT_MS = 60_000;

/** A token for one request, which its budget has counted. */
export interface TakenToken {
  readonly token: ApiToken;
  /** The token as it was when it was taken. */
  readonly value: string;
}

interface PoolOptions {
  /** How many tokens of the client may be used at a time. */
  readonly size: number;
  readonly newToken: () => Promise<ApiToken>;
  readonly signal: AbortSignal;
  /** Called when the run continues with fewer tokens, with the reason. */
  readonly onNote: (text: string) => void;
  /** How it waits: for tests. */
  readonly pause?: typeof pause;
}

/**
 * The tokens of one OAuth client, each with a budget. A request takes the first token with room. Another token is logged in
 * when none has room, and tried with one request before others use it.
 *
 * Public sources disagree whether the platform counts requests by token or by client (docs/real-organisation.md). A 429
 * that a token's own requests do not explain is taken as a sign of the latter: the rest of the run has one budget.
 */
export class TokenPool {
  readonly #o: PoolOptions;
  #limit: number;
  #tokens: ApiToken[] = [];
  /** Tokens that the platform has accepted a request with. */
  readonly #proven = new Set<ApiToken>();
  /** Others, while their one request runs. */
  readonly #onTrial = new Set<ApiToken>();
  #isLoggingIn = false;
  #changed = noted(Promise.withResolvers<void>());

  constructor(o: PoolOptions) {
    this.#o = o;
    this.#limit = o.size;
  }

  /** A token that is logged in; empty before the first log-in. */
  get value(): string {
    return this.#tokens.find(({ isValid }) => isValid)?.value ?? this.#tokens[0]?.value ?? "";
  }

  /** How many tokens may be used at a time, in the rest of the run. */
  get size(): number {
    return this.#limit;
  }

  /** Allowed requests per minute and token, as far as known; undefined before the first token. */
  get allowed(): number | undefined {
    return this.#tokens[0]?.budget.allowed;
  }

  /**
   * A token for one request, when one has room. Report its answer to `answered`, or `unanswered`.
   * @throws ApiFailure of the log-in; the signal's reason
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

  /** The platform rejects the token: another request logs in again. */
  rejected({ token, value }: TakenToken): void {
    token.drop(value);
  }

  /** The platform answered 429. @param waitMs how long the same request has to wait @returns how long to wait before `take` */
  refused({ token }: TakenToken, waitMs: number): number {
    if (!token.budget.hasSentLess) {
      token.budget.useUp(waitMs);
      this.#wake();
      return 0; // another token may have room
    }
    if (this.#limit > 1) {
      this.#shrinkTo(this.#tokens.slice(0, 1));
      this.#o.onNote(
        `The platform refused a request (429) although its token had sent fewer than ${token.budget.allowed} in a minute. It may count requests by OAuth client, ` +
          "or another program uses this client. The rest of this run uses one token, and takes longer. If this happens in every run, set " +
          "genesyscloud:tokenPoolSize to 1.",
      );
    }
    return waitMs;
  }

  /** Logs in the first token that needs it, or else one more. One log-in at a time. */
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
      // The first token needs no trial: without it there is no other.
      if (this.#tokens[0] === token) this.#proven.add(token);
    } catch (error) {
      const others = this.#tokens.filter((other) => other !== token && other.isValid);
      if (others.length === 0 || this.#o.signal.aborted) {
        this.#wake({ error });
        return;
      }
      this.#shrinkTo(this.#tokens.filter((other) => other !== token));
      this.#o.onNote(
        `One more token could not be logged in: ${messageOf(error)} This run continues with ${others.length === 1 ? "one token" : `${others.length} tokens`}. ` +
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

  /** @param reason of a failure, which those who wait get; the next request tries again */
  #wake(reason?: { readonly error: unknown }): void {
    const { resolve, reject } = this.#changed;
    this.#changed = noted(Promise.withResolvers<void>());
    if (reason) reject(reason.error);
    else resolve();
  }

  /** Until something has changed, or the time is over. @throws the signal's reason; what a log-in threw */
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

/** A rejection that nobody waits for is no error. */
function noted(resolvers: PromiseWithResolvers<void>): PromiseWithResolvers<void> {
  resolvers.promise.catch(() => {});
  return resolvers;
}
