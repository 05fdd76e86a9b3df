import type { Directory } from "../directory.ts";
import type { FurtherPage } from "../further.ts";
import type { Store } from "../store/store.ts";
import type { Query } from "./query.ts";

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

/** A JSON object in a request or response. */
export type JsonObject = Record<string, unknown>;

/** The caller: an OAuth client and, if the client is bound to a user, this user. */
export interface Caller {
  readonly clientId: string;
  readonly clientName: string;
  readonly userId?: string;
  readonly userName?: string;
  /** Granted permissions, such as `routing:queue:add`; `*` matches any part. */
  readonly permissions: readonly string[];
  readonly token: string;
}

/** A message on demand. `flow`, if set, limits the message to jobs of the flow with that name. */
export interface JobMessageOnDemand {
  readonly type: "Error" | "Warning";
  readonly text: string;
  readonly flow?: string | undefined;
}

/** Settings of the running organisation. */
export interface OrganisationConfig {
  readonly organisationId: string;
  /** Duration of an asynchronous job in milliseconds; with 0, the job has ended at the first poll. */
  readonly jobDurationMs: number;
  /** A fault on demand: jobs that start now end with these messages, and fail if one of them is an error. */
  readonly jobMessages?: readonly JobMessageOnDemand[];
  /**
   * A fault on demand: this read sees the organisation as it was this number of milliseconds ago. Writes use the
   * current state.
   */
  readonly readLagMs?: number;
  /** Pages that other packages add. */
  readonly further?: readonly FurtherPage[];
}

/** Source of the time, in epoch milliseconds. */
export interface Clock {
  now(): number;
}

/**
 * The input of a handler. The handler runs in one transaction of `store`, which is rolled back if the handler throws.
 */
export interface Context {
  readonly store: Store;
  readonly directory: Directory;
  readonly method: HttpMethod;
  /** Path as sent, without the query. */
  readonly path: string;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** Parsed JSON body; undefined if it is missing or `null`, and for raw routes. */
  readonly body: unknown;
  readonly rawBody: Buffer;
  /** Request headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly caller: Caller;
  /** Base URL of this server, for absolute URLs in responses: `http://127.0.0.1:port`. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly config: OrganisationConfig;
  readonly correlationId: string;
  /**
   * Adds a sentence to the request's entry in the log, about a value that is accepted here but that the platform may
   * refuse.
   */
  readonly warn: (text: string) => void;
}

/** Response of a handler. An object is sent as JSON; text and bytes are sent unchanged with the given headers. */
export interface Reply {
  /** Default: 200. */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of the API, as data. */
export interface Route {
  readonly method: HttpMethod;
  /** For example `/api/v2/flows/{flowId}`. */
  readonly path: string;
  /**
   * The vendor SDK's name for the operation, such as `getFlow`. This project chose the names for paths outside
   * `/api/v2`.
   */
  readonly operation: string;
  /** `none` if no bearer token is required and `caller` is anonymous. Default: `bearer`. */
  readonly auth?: "bearer" | "none";
  /** Whether the body is not JSON, so that only `rawBody` is set. */
  readonly raw?: boolean;
  /** Permission that the caller must have, such as `architect:flow:add`. */
  readonly permission?: string;
  /**
   * Whether the handler itself refuses a body or a query without a required value, using documented codes
   * (`reference/platform-api.md §3.2`).
   */
  readonly ownRequired?: boolean;
  /** Whether the response to a read depends only on its URL and the store, not on the caller, headers or time. */
  readonly still?: boolean;
  /** Whether the request log omits requests to this route. */
  readonly unlogged?: boolean;
  readonly handler: (context: Context) => Reply;
}

/** A response whose body is already JSON. */
export function written(json: Buffer): Reply {
  return { body: json, headers: { "Content-Type": "application/json" } };
}

/** The past time whose state a read shows, in epoch milliseconds; undefined for the current state. */
export function momentOf({ config, clock }: Pick<Context, "config" | "clock">): number | undefined {
  return config.readLagMs === undefined ? undefined : clock.now() - config.readLagMs;
}
