import { RequestBudget } from "./budget.ts";
import { ApiFailure, failureOfAnswer, failureOfConnection, mayPass } from "./failure.ts";
import { answerOf, lostConnection, type VendorClient } from "./vendor.ts";
import { type Patience, pause, withJitter } from "./waiting.ts";

export type Credentials = { readonly token: string } | { readonly clientId: string; readonly clientSecret: string };

const LOGIN = "POST /oauth/token";
/**
 * How long before its expiry a token is renewed; as in the vendor's provider (reference/platform-api.md §1.4).
 */
const RENEWED_BEFORE_MS = 60_000;

interface TokenOptions {
  /** A separate client, because the client stores the token. */
  readonly vendor: VendorClient;
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  /** Called with each token, so that the caller can remove it from all output. */
  readonly onToken: (token: string) => void;
  readonly budget?: RequestBudget;
}

export class ApiToken {
  readonly vendor: VendorClient;
  readonly budget: RequestBudget;
  readonly #o: TokenOptions;
  #value = "";
  #renewAt = Number.POSITIVE_INFINITY;

  constructor(o: TokenOptions) {
    this.#o = o;
    this.vendor = o.vendor;
    this.budget = o.budget ?? new RequestBudget();
  }

  /** The token; empty before the login. */
  get value(): string {
    return this.#value;
  }

  /** Whether the token can be used: it exists, the platform has not rejected it, and it does not expire soon. */
  get isValid(): boolean {
    return this.#value !== "" && performance.now() < this.#renewAt;
  }

  /** Discards this value, which the platform rejected. Keeps a newer value from a login in the meantime. */
  drop(value: string): void {
    if (value === this.#value) this.#value = "";
  }

  /** @throws ApiFailure, or the signal's reason if it is aborted */
  async logIn(): Promise<void> {
    const { credentials, patience, signal } = this.#o;
    if ("token" in credentials) {
      this.vendor.setAccessToken(credentials.token);
      this.#value = credentials.token;
      return;
    }
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#logInAs(credentials);
        return;
      } catch (error) {
        const failure = error instanceof ApiFailure ? error : this.#failure(error);
        const wait = failure.retryAfterMs ?? patience.repetitionMs[attempt];
        const passing = failure.kind === "rate-limit" || mayPass(failure);
        const isOver = attempt >= patience.repetitionMs.length || wait === undefined;
        if (!passing || isOver || wait > patience.longestRetryAfterMs) throw failure;
        await pause(withJitter(wait), signal);
      }
    }
  }

  async #logInAs({ clientId, clientSecret }: { clientId: string; clientSecret: string }): Promise<void> {
    const { accessToken, tokenExpiryTime } = await this.vendor.loginClientCredentialsGrant(clientId, clientSecret);
    if (!accessToken) {
      const message =
        "The response to the login contains no access token: a proxy or another server responded at this address. Check the region, the gateway and any proxies.";
      throw new ApiFailure({ kind: "unexpected-answer", message, request: LOGIN, garbled: true });
    }
    // If the response contains no lifetime, the token is used until the platform rejects it.
    const life = Number(tokenExpiryTime) - Date.now();
    const renewed = performance.now() + Math.max(life / 2, life - RENEWED_BEFORE_MS);
    this.#renewAt = life > 0 ? renewed : Number.POSITIVE_INFINITY;
    this.#value = accessToken;
    this.#o.onToken(accessToken);
  }

  /** @throws the signal's reason when the request was cancelled */
  #failure(error: unknown): ApiFailure {
    if (this.#o.signal.aborted) throw this.#o.signal.reason;
    const answer = answerOf(error);
    if (!answer) return failureOfConnection(LOGIN, lostConnection(error));
    return failureOfAnswer(LOGIN, answer, { login: "client" });
  }
}
