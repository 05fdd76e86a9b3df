import { MAX_LEVELS, tooDeep } from "@genesys-flows/architect/limits";
import type { z } from "zod";
import { RequestBudget } from "./budget.ts";
import { ApiFailure, failureOfConnection, failureOfShape, failureOfTransfer } from "./failure.ts";
import { describeForeign } from "./foreign-answer.ts";
import { type ApiCall, ApiSession } from "./session.ts";
import { ApiToken, type Credentials } from "./token.ts";
import { TokenPool } from "./token-pool.ts";
import {
  answerOf,
  lostConnection,
  TEXT,
  type Transfer,
  type VendorAnswer,
  type VendorHttpClient,
  vendorClient,
} from "./vendor.ts";
import { type Patience, platformPatience } from "./waiting.ts";

export interface Connection {
  /** The vendor's domain, such as `mypurecloud.de`. */
  readonly domain?: string;
  readonly gateway?: { readonly protocol: string; readonly host: string; readonly port?: number };
  readonly credentials: Credentials;
  /** Maximum number of tokens that are used at the same time; default 1. An access token counts as one. */
  readonly tokenPoolSize?: number;
}

export interface ClientOptions {
  readonly signal: AbortSignal;
  /** Called with each token, so that the caller can remove it from all output. */
  readonly onToken: (token: string) => void;
  /** Called when the client continues with fewer tokens, with the reason. */
  readonly onNote?: (text: string) => void;
  readonly onAnswer?: (headers: VendorAnswer["headers"]) => void;
  readonly newBudget?: () => RequestBudget;
  readonly patience?: Patience;
}

/** The status of a partial result from dependency tracking (reference/platform-api.md §3.2). */
const PARTIAL = 206;

interface ClientParts {
  readonly session: ApiSession;
  readonly pool: TokenPool;
  readonly http: VendorHttpClient;
  readonly connection: Connection;
  readonly options: Required<ClientOptions>;
}

/**
 * The only client of the platform's API: the vendor's client, plus a request budget for each token, Retry-After, safe
 * retries, cancellation, and errors that a user can act on.
 */
export class PlatformClient {
  readonly #o: ClientParts;

  private constructor(parts: ClientParts) {
    this.#o = parts;
  }

  /** Sends no request before the first call. */
  static async connect(connection: Connection, given: ClientOptions): Promise<PlatformClient> {
    const options = {
      patience: platformPatience,
      onNote: () => {},
      onAnswer: () => {},
      newBudget: () => new RequestBudget(),
      ...given,
    };
    const { credentials, domain, gateway } = connection;
    const connected = async () => {
      const vendor = await vendorClient(options);
      if (domain) vendor.client.setEnvironment(domain);
      if (gateway) vendor.client.setGateway(gateway);
      return vendor;
    };
    const { signal, patience, onToken, onNote, onAnswer, newBudget } = options;
    const { http, client } = await connected();
    const unused = [client];
    const newToken = async () => {
      const vendor = unused.pop() ?? (await connected()).client;
      return new ApiToken({ vendor, credentials, signal, patience, onToken, budget: newBudget() });
    };
    const isClient = "clientId" in credentials;
    const size = isClient ? (connection.tokenPoolSize ?? 1) : 1;
    const pool = new TokenPool({ size, newToken, signal, onNote });
    const session = new ApiSession({ pool, login: isClient ? "client" : "token", signal, patience, onAnswer });
    return new PlatformClient({ session, pool, http, connection, options });
  }

  /**
   * A client for work that must be completed even if the update was cancelled. The client logs in separately, once.
   * @param signal when to give up
   */
  uncancelled(signal: AbortSignal): Promise<PlatformClient> {
    return PlatformClient.connect({ ...this.#o.connection, tokenPoolSize: 1 }, { ...this.#o.options, signal });
  }

  /** A valid token, for addresses outside the API that need one; empty before the login. */
  get bearerToken(): string {
    return this.#o.pool.value;
  }

  /** The requests per minute that one token may send, as known so far, and how many tokens this run may use. */
  get budget(): { readonly perMinute: number; readonly tokens: number } {
    const { allowed, size } = this.#o.pool;
    return { perMinute: allowed ?? this.#o.options.newBudget().allowed, tokens: size };
  }

  /** Id of this OAuth client, if known. */
  get clientId(): string | undefined {
    return "clientId" in this.#o.connection.credentials ? this.#o.connection.credentials.clientId : undefined;
  }

  /**
   * Sends one request; returns the response, parsed by `schema`. @throws ApiFailure; the signal's reason when the
   * update was cancelled
   */
  call<Answer>(call: ApiCall, schema: z.ZodType<Answer>): Promise<Answer> {
    const request = `${call.method} ${call.path}`;
    return this.#o.session.send(call, (answer) => {
      // Check this before the schema, because a schema that accepts anything would accept a proxy's page as success.
      const isText = call.text && String(answer.headers["content-type"]).startsWith(TEXT);
      if (!isText && describeForeign(answer)) throw failureOfShape(request, answer, "");
      // The callers process responses recursively.
      if (tooDeep(answer.body))
        throw failureOfShape(request, answer, `it is nested more than ${MAX_LEVELS} levels deep`);
      if (call.complete && answer.status === PARTIAL) {
        throw failureOfShape(request, answer, "it is incomplete (status 206)");
      }
      const parsed = schema.safeParse(answer.body);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      throw failureOfShape(request, answer, `${issue?.path.join(".") || "the response"}: ${issue?.message ?? "?"}`);
    });
  }

  /**
   * Sends a PUT request to a presigned address, outside the API. Sends no token, and exactly the headers that the
   * platform specified.
   * @throws ApiFailure; the upload is not retried
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
    // A file store responds without a body. If the response is a page, a different server received the document.
    if (describeForeign(answer)) throw failureOfShape(request, answer, "");
  }

  /** Sends a GET request to a presigned address. @throws ApiFailure */
  async download(url: string): Promise<string> {
    const request = `GET ${hostOf(url)} (presigned download)`;
    const answer = await this.#transfer(request, {
      url,
      method: "GET",
      responseType: "text",
      transformResponse: [(data: string) => data],
    });
    const text = typeof answer.body === "string" ? answer.body : "";
    // If a page were saved as the copy of a draft, the draft would be lost.
    if (text.trim() === "" || /^\s*</.test(text)) throw failureOfShape(request, answer, "no text");
    return text;
  }

  async #transfer(request: string, config: Transfer): Promise<VendorAnswer> {
    if (!URL.canParse(config.url)) {
      const message = "The platform's response contains no address for the transfer.";
      throw new ApiFailure({ kind: "unexpected-answer", message, request });
    }
    const { signal, patience } = this.#o.options;
    try {
      const { status, headers, data } = await this.#o.http.transfer({
        ...config,
        maxContentLength: patience.answerBytes,
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience.transferMs)]),
      });
      return { status, headers, body: data };
    } catch (error) {
      signal.throwIfAborted();
      // The address is outside the API, so a refusal is not related to the login or to permissions.
      const answer = answerOf(error);
      throw answer ? failureOfTransfer(request, answer) : failureOfConnection(request, lostConnection(error));
    }
  }
}

/** The host of a presigned address; the rest contains the signature. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "(no address)";
}
