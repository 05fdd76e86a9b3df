import { createRequire } from "node:module";
import type { Patience } from "./waiting.ts";

/** The part of `purecloud-platform-client-v2` that the provider uses: transport, authentication, addresses. */
export interface VendorClient {
  readonly config: {
    live_reload_config: boolean;
    setConfigPath(path: string): void;
    readonly logger: { log_level: string; log_to_console: boolean; log_file_path?: string; setLogger(): void };
  };
  readonly authData: { accessToken?: string; tokenExpiryTime?: number };
  timeout: number;
  setReturnExtendedResponses(extended: boolean): void;
  setGateway(gateway: { host: string; protocol: string; port?: number } | undefined): void;
  setEnvironment(domain: string): void;
  setHttpClient(client: VendorHttpClient): void;
  setAccessToken(token: string): void;
  loginClientCredentialsGrant(id: string, secret: string): Promise<{ accessToken?: string; tokenExpiryTime?: number }>;
  callApi(
    path: string,
    method: string,
    pathParameters: object,
    query: object,
    headers: object,
    form: object,
    body: unknown,
    authentications: string[],
    contentTypes: string[],
    accepts: string[],
  ): Promise<VendorAnswer>;
}

export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A request outside the API, in axios' form. */
export interface Transfer {
  readonly url: string;
  readonly method: "GET" | "PUT";
  readonly [setting: string]: unknown;
}

interface HttpAnswer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly data: unknown;
}

export interface VendorHttpClient {
  /** Sends a request without the client's settings. */
  transfer(transfer: Transfer): Promise<HttpAnswer>;
}

interface DefaultHttpClient {
  request(options: object): Promise<HttpAnswer>;
  toAxiosConfig(options: object): { readonly headers?: Readonly<Record<string, unknown>> };
}

/** The `Accept` header of a request for plain text. Without it, axios would parse text that looks like JSON. */
export const TEXT = "text/plain";

const asText = {
  responseType: "text",
  // An error response is JSON.
  transformResponse: [(data: unknown, _headers: unknown, status = 200) => (status < 300 ? data : parsed(data))],
};

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return data;
  }
}

interface Vendor {
  readonly ApiClientClass: new () => VendorClient;
  readonly DefaultHttpClient: new (timeout: number) => DefaultHttpClient;
  readonly HttpRequestOptions: new (url: string, method: string) => object;
}

/**
 * A separate client, bound to a signal. The library takes 0.1 s to load, so this function loads it when it is first
 * needed. It uses `require`, because `import` reads the library's four megabytes two more times. The library's configuration file in
 * the home folder is ignored, because it would change host and logging.
 */
export async function vendorClient(options: {
  signal: AbortSignal;
  patience: Patience;
}): Promise<{ client: VendorClient; http: VendorHttpClient }> {
  const { answerMs, answerBytes } = options.patience;
  const vendor = createRequire(import.meta.url)("purecloud-platform-client-v2") as Vendor;
  const transfers = new WeakMap<object, Transfer>();
  class CancellableHttpClient extends vendor.DefaultHttpClient implements VendorHttpClient {
    transfer(transfer: Transfer): Promise<HttpAnswer> {
      const request = new vendor.HttpRequestOptions(transfer.url, transfer.method);
      transfers.set(request, transfer);
      return this.request(request);
    }

    override toAxiosConfig(request: object): object {
      const transfer = transfers.get(request);
      if (transfer) return transfer;
      const config = super.toAxiosConfig(request);
      return {
        ...config,
        ...(config.headers?.["Accept"] === TEXT && asText),
        // The library's timeout is the time between two bytes; a slow response may never end.
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(answerMs)]),
        maxContentLength: answerBytes,
        // No redirect is documented. A redirect may lead to a login page or send the body to another server.
        maxRedirects: 0,
      };
    }
  }
  const client = new vendor.ApiClientClass();
  const { config } = client;
  config.live_reload_config = false;
  config.setConfigPath("");
  config.logger.log_level = "none";
  config.logger.log_to_console = false;
  config.logger.log_file_path = "";
  config.logger.setLogger();
  client.timeout = answerMs;
  client.setGateway(undefined);
  client.setReturnExtendedResponses(true);
  const http = new CancellableHttpClient(answerMs);
  client.setHttpClient(http);
  return { client, http };
}

/**
 * The response in an error of the vendor's client, which is an extended response or axios' own error. Undefined if there
 * was no response, or if a response with a success status was truncated: axios rejects it with that status.
 */
export function answerOf(error: unknown): VendorAnswer | undefined {
  const answer = answerWithin(error);
  return answer && answer.status >= 300 ? answer : undefined;
}

/** The cause of a lost connection. For a truncated response, axios has no specific error. */
export function lostConnection(error: unknown): unknown {
  const truncated = { code: "ECONNRESET", message: "the response was truncated" };
  return answerWithin(error) ? truncated : error;
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
