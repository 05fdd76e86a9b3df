import type { z } from "zod";
import { pause, type RequestBudget } from "./budget.ts";
import { ApiFailure, failureOfAnswer, failureOfConnection } from "./failure.ts";
import { type VendorAnswer, type VendorClient, type VendorHttpClient, vendorClient } from "./vendor.ts";

/** How to reach an organisation. */
export interface Connection {
  /** The vendor's domain: `mypurecloud.de`. */
  readonly domain?: string;
  readonly gateway?: { readonly protocol: string; readonly host: string; readonly port?: number };
  readonly credentials: { readonly token: string } | { readonly clientId: string; readonly clientSecret: string };
}

export interface ApiCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/api/v2/...`, ids already escaped. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** Repeating it does no harm, even when it was done before. True for GET. */
  readonly repeatable?: boolean;
}

/** Waits before a repetition after a server error or a lost connection. */
const REPETITION_MS = [500, 1000, 2000, 4000];
/** A longer Retry-After is not waited for. */
const LONGEST_RETRY_AFTER_MS = 180_000;
/** How often one request is sent again because of 429. */
const RATE_LIMIT_ATTEMPTS = 10;

/**
 * The one client of the platform's API: the vendor's, plus a budget of requests, waiting for Retry-After, repetition of
 * what may be repeated, cancellation, and failures that a person can act on.
 */
export class PlatformClient {
  readonly #vendor: VendorClient;
  readonly #http: VendorHttpClient;
  readonly #connection: Connection;
  readonly #budget: RequestBudget;
  readonly #signal: AbortSignal;
  readonly #onToken: (token: string) => void;
  #login: Promise<void> | undefined;

  private constructor(fields: {
    vendor: VendorClient;
    http: VendorHttpClient;
    connection: Connection;
    budget: RequestBudget;
    signal: AbortSignal;
    onToken: (token: string) => void;
  }) {
    this.#vendor = fields.vendor;
    this.#http = fields.http;
    this.#connection = fields.connection;
    this.#budget = fields.budget;
    this.#signal = fields.signal;
    this.#onToken = fields.onToken;
  }

  /** Nothing is sent before the first call. @param options.onToken hears of tokens, so that they can be kept out of texts */
  static async connect(
    connection: Connection,
    options: { budget: RequestBudget; signal: AbortSignal; onToken: (token: string) => void },
  ): Promise<PlatformClient> {
    const { client, http } = await vendorClient({ signal: options.signal });
    if (connection.domain) client.setEnvironment(connection.domain);
    if (connection.gateway) client.setGateway(connection.gateway);
    return new PlatformClient({ vendor: client, http, connection, ...options });
  }

  /** Id of the OAuth client that acts, where it is known. */
  get clientId(): string | undefined {
    return "clientId" in this.#connection.credentials ? this.#connection.credentials.clientId : undefined;
  }

  /**
   * One request; the answer as `schema` reads it.
   * @throws ApiFailure; the signal's reason when the update was cancelled
   */
  async call<Answer>(call: ApiCall, schema: z.ZodType<Answer>): Promise<Answer> {
    const answer = await this.#send(call);
    const parsed = schema.safeParse(answer.body);
    if (parsed.success) return parsed.data;
    const request = `${call.method} ${call.path}`;
    if (typeof answer.body === "string" && /^\s*</.test(answer.body)) throw failureOfAnswer(request, answer);
    const issue = parsed.error.issues[0];
    throw new ApiFailure({
      kind: "unexpected-answer",
      message: `The answer is not what the platform documents: ${issue?.path.join(".") || "the answer"}: ${issue?.message ?? "?"}.`,
      request,
      status: answer.status,
    });
  }

  /**
   * PUT to a presigned address, outside of the API: no token, exactly the headers that the platform named.
   * @throws ApiFailure; it is not repeated
   */
  async upload(url: string, options: { headers: Readonly<Record<string, string>>; text: string }): Promise<void> {
    const request = `PUT ${new URL(url).host} (presigned upload)`;
    try {
      await this.#http._axiosInstance.request({
        url,
        method: "PUT",
        headers: { "Content-Type": false, ...options.headers },
        data: Buffer.from(options.text, "utf8"),
        signal: this.#signal,
        maxBodyLength: Number.POSITIVE_INFINITY,
      });
    } catch (error) {
      throw this.#failure(request, error);
    }
  }

  /** GET of a presigned address. @throws ApiFailure */
  async download(url: string): Promise<string> {
    const request = `GET ${new URL(url).host} (presigned download)`;
    try {
      const answer = await this.#http._axiosInstance.request({
        url,
        method: "GET",
        responseType: "text",
        transformResponse: [(data: string) => data],
        signal: this.#signal,
      });
      return String(answer.data);
    } catch (error) {
      throw this.#failure(request, error);
    }
  }

  async #send(call: ApiCall): Promise<VendorAnswer> {
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
        return answer;
      } catch (error) {
        const failure = this.#failure(request, error);
        if (failure.kind === "rate-limit" && rateLimited < RATE_LIMIT_ATTEMPTS) {
          const wait = failure.retryAfterMs ?? REPETITION_MS[Math.min(rateLimited, REPETITION_MS.length - 1)] ?? 1000;
          if (wait > LONGEST_RETRY_AFTER_MS) throw failure;
          rateLimited++;
          await pause(withJitter(wait), this.#signal);
        } else if (failure.kind === "credentials" && this.#canRenew() && !loggedInAgain) {
          loggedInAgain = true;
          this.#login = undefined;
        } else if (
          (failure.kind === "server" || failure.kind === "network") &&
          repeatable &&
          repeated < REPETITION_MS.length
        ) {
          await pause(withJitter(failure.retryAfterMs ?? REPETITION_MS[repeated] ?? 1000), this.#signal);
          repeated++;
        } else {
          throw failure;
        }
      }
    }
  }

  #canRenew(): boolean {
    return "clientId" in this.#connection.credentials;
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
    const { credentials } = this.#connection;
    if ("token" in credentials) {
      this.#vendor.setAccessToken(credentials.token);
      return;
    }
    for (let attempt = 0; ; attempt++) {
      try {
        const { accessToken } = await this.#vendor.loginClientCredentialsGrant(
          credentials.clientId,
          credentials.clientSecret,
        );
        if (accessToken) this.#onToken(accessToken);
        return;
      } catch (error) {
        const failure = this.#failure("POST /oauth/token", error);
        const wait = failure.retryAfterMs ?? REPETITION_MS[attempt];
        const passing = ["rate-limit", "server", "network"].includes(failure.kind);
        if (!passing || wait === undefined || attempt >= REPETITION_MS.length) throw failure;
        await pause(withJitter(wait), this.#signal);
      }
    }
  }

  /** @throws the signal's reason when the request was cancelled */
  #failure(request: string, error: unknown): ApiFailure {
    if (this.#signal.aborted) throw this.#signal.reason;
    const answer = answerOf(error);
    if (!answer) return failureOfConnection(request, error);
    this.#budget.learn(answer.headers);
    return failureOfAnswer(request, answer);
  }
}

/** The answer within what the vendor's client rejects with: an extended response, or axios' own error. */
function answerOf(error: unknown): { status: number; headers: Record<string, unknown>; body: unknown } | undefined {
  const rejected = error as {
    status?: unknown;
    headers?: Record<string, unknown>;
    body?: unknown;
    response?: { status: number; headers: Record<string, unknown>; data: unknown };
  };
  if (rejected.response) {
    const { status, headers, data } = rejected.response;
    return { status, headers: { ...headers }, body: data };
  }
  if (typeof rejected.status === "number" && "body" in rejected) {
    return { status: rejected.status, headers: { ...rejected.headers }, body: rejected.body };
  }
  return undefined;
}

function definedOnly(query: ApiCall["query"]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value !== undefined));
}

function withJitter(milliseconds: number): number {
  return milliseconds * (1 + Math.random() * 0.1);
}
