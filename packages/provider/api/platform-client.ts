import { MAX_LEVELS, tooDeep } from "@genesys-flows/architect";
import type { z } from "zod";
import { pause, type RequestBudget } from "./budget.ts";
import { ApiFailure, failureOfAnswer, failureOfConnection, failureOfShape, failureOfTransfer } from "./failure.ts";
import { describeForeign } from "./foreign-answer.ts";
import { type Patience, platformPatience } from "./patience.ts";
import { type Transfer, type VendorAnswer, type VendorClient, type VendorHttpClient, vendorClient } from "./vendor.ts";

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
  readonly #patience: Patience;
  #login: Promise<void> | undefined;

  private constructor(fields: {
    vendor: VendorClient;
    http: VendorHttpClient;
    connection: Connection;
    budget: RequestBudget;
    signal: AbortSignal;
    onToken: (token: string) => void;
    patience: Patience;
  }) {
    this.#patience = fields.patience;
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
    options: { budget: RequestBudget; signal: AbortSignal; onToken: (token: string) => void; patience?: Patience },
  ): Promise<PlatformClient> {
    const { patience = platformPatience } = options;
    const { client, http } = await vendorClient({ signal: options.signal, patience });
    if (connection.domain) client.setEnvironment(connection.domain);
    if (connection.gateway) client.setGateway(connection.gateway);
    return new PlatformClient({ vendor: client, http, connection, ...options, patience });
  }

  /**
   * A client for what must be brought to its end although the update was cancelled. It logs in by itself.
   * @param signal when to give up all the same
   */
  uncancelled(signal: AbortSignal): Promise<PlatformClient> {
    return PlatformClient.connect(this.#connection, {
      budget: this.#budget,
      signal,
      onToken: this.#onToken,
      patience: this.#patience,
    });
  }

  /** Id of the OAuth client that acts, where it is known. */
  get clientId(): string | undefined {
    return "clientId" in this.#connection.credentials ? this.#connection.credentials.clientId : undefined;
  }

  /**
   * One request; the answer as `schema` reads it.
   * @throws ApiFailure; the signal's reason when the update was cancelled
   */
  call<Answer>(call: ApiCall, schema: z.ZodType<Answer>): Promise<Answer> {
    const request = `${call.method} ${call.path}`;
    return this.#send(call, (answer) => {
      // Before the schema: one that takes anything would take a proxy's page for a thing done.
      if (describeForeign(answer)) throw failureOfShape(request, answer, "");
      // Everything behind walks answers by recursion.
      if (tooDeep(answer.body)) throw failureOfShape(request, answer, `it nests deeper than ${MAX_LEVELS} levels`);
      const parsed = schema.safeParse(answer.body);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      throw failureOfShape(request, answer, `${issue?.path.join(".") || "the answer"}: ${issue?.message ?? "?"}`);
    });
  }

  /**
   * PUT to a presigned address, outside of the API: no token, exactly the headers that the platform named.
   * @throws ApiFailure; it is not repeated
   */
  async upload(url: string, options: { headers: Readonly<Record<string, string>>; text: string }): Promise<void> {
    const request = `PUT ${hostOf(url)} (presigned upload)`;
    const answer = await this.#transfer(request, {
      url,
      method: "PUT",
      headers: { "Content-Type": false, ...options.headers },
      data: Buffer.from(options.text, "utf8"),
      maxBodyLength: Number.POSITIVE_INFINITY,
    });
    // A file store answers with nothing; a page says that something else took the document.
    if (describeForeign(answer)) throw failureOfShape(request, answer, "");
  }

  /** GET of a presigned address. @throws ApiFailure */
  async download(url: string): Promise<string> {
    const request = `GET ${hostOf(url)} (presigned download)`;
    const answer = await this.#transfer(request, {
      url,
      method: "GET",
      responseType: "text",
      transformResponse: [(data: string) => data],
    });
    const text = typeof answer.body === "string" ? answer.body : "";
    // A page kept as the copy of a draft would lose the draft.
    if (text.trim() === "" || /^\s*</.test(text)) throw failureOfShape(request, answer, "no text");
    return text;
  }

  async #transfer(request: string, config: Transfer): Promise<VendorAnswer> {
    if (!URL.canParse(config.url)) {
      throw new ApiFailure({
        kind: "unexpected-answer",
        message: "The platform's answer names no address to go to.",
        request,
      });
    }
    try {
      const { status, headers, data } = await this.#http.transfer({
        ...config,
        maxContentLength: this.#patience.answerBytes,
        signal: AbortSignal.any([this.#signal, AbortSignal.timeout(this.#patience.transferMs)]),
      });
      return { status, headers, body: data };
    } catch (error) {
      throw this.#transferFailure(request, error);
    }
  }

  /** @param read what the answer says. @throws ApiFailure, also what `read` throws */
  async #send<Answer>(call: ApiCall, read: (answer: VendorAnswer) => Answer): Promise<Answer> {
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
        if (failure.kind === "credentials" && this.#canRenew() && !loggedInAgain) {
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
    const { repetitionMs, longestRetryAfterMs } = this.#patience;
    for (let attempt = 0; ; attempt++) {
      try {
        const { accessToken } = await this.#vendor.loginClientCredentialsGrant(
          credentials.clientId,
          credentials.clientSecret,
        );
        if (!accessToken) throw noToken();
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
    return failureOfAnswer(request, answer, { login: this.#canRenew() ? "client" : "token" });
  }

  /** As `#failure`, of an address outside of the API: what it refuses has nothing to do with log-in and permissions. */
  #transferFailure(request: string, error: unknown): ApiFailure {
    if (this.#signal.aborted) throw this.#signal.reason;
    const answer = answerOf(error);
    return answer ? failureOfTransfer(request, answer) : failureOfConnection(request, lostConnection(error));
  }
}

const LOGIN = "POST /oauth/token";

function noToken(): ApiFailure {
  const message =
    "The answer to the log-in holds no access token: a proxy or another server answers at this address. Check region, gateway and proxies on the way.";
  return new ApiFailure({ kind: "unexpected-answer", message, request: LOGIN, garbled: true });
}

/** Whether the same request may get the platform's answer a moment later. */
function mayPass({ kind, garbled, code }: ApiFailure): boolean {
  // The embedded organisation's own code: its file cannot be used, and it waited for a lock already.
  if (code === "local.organisation.file") return false;
  return kind === "server" || kind === "network" || garbled;
}

/** The host of a presigned address; what follows it holds the signature. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "(no address)";
}

/**
 * The answer within what the vendor's client rejects with: an extended response, or axios' own error. Undefined where there is
 * none, also where a good one was cut on its way: axios rejects that with its status.
 */
function answerOf(error: unknown): VendorAnswer | undefined {
  const answer = answerWithin(error);
  return answer && answer.status >= 300 ? answer : undefined;
}

/** What ended a connection: an answer that was cut has no error of its own. */
function lostConnection(error: unknown): unknown {
  const cut = { code: "ECONNRESET", message: "the answer was cut on its way" };
  return answerWithin(error) ? cut : error;
}

function answerWithin(error: unknown): VendorAnswer | undefined {
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
