import type { Directory } from "../directory.ts";
import type { FurtherPage } from "../further.ts";
import type { Store } from "../store/store.ts";
import type { Query } from "./query.ts";

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

/** A JSON object as sent over the wire. */
export type JsonObject = Record<string, unknown>;

/** The caller: an OAuth client, and its user if it is bound to one. */
export interface Caller {
  readonly clientId: string;
  readonly clientName: string;
  readonly userId?: string;
  readonly userName?: string;
  /** Granted permissions, such as `routing:queue:add`; `*` matches a part. */
  readonly permissions: readonly string[];
  readonly token: string;
}

/** A message on demand; `flow`, if set, limits it to jobs of the flow with that name. */
export interface JobMessageOnDemand {
  readonly type: "Error" | "Warning";
  readonly text: string;
  readonly flow?: string | undefined;
}

/** Settings of the running organisation. */
export interface OrganisationConfig {
  readonly organisationId: string;
  /** How long an asynchronous job stays in progress, in milliseconds; 0: it is final at the first poll. */
  readonly jobDurationMs: number;
  /** Jobs that start now end with these messages, and fail if one of them is an error: a fault on demand. */
  readonly jobMessages?: readonly JobMessageOnDemand[];
  /**
   * This read sees the organisation as it was this number of milliseconds ago: a fault on demand. Writes use the
   * present.
   */
  readonly readLagMs?: number;
  /** Pages that other packages add. */
  readonly further?: readonly FurtherPage[];
}

/** Source of the time, in epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** The input of a handler, which runs in one transaction of `store`, rolled back when it throws. */
export interface Context {
  readonly store: Store;
  readonly directory: Directory;
  readonly method: HttpMethod;
  /** Path as sent, without the query. */
  readonly path: string;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** Parsed JSON body; undefined when it was absent or `null`, and for raw routes. */
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
  /** Adds a sentence to the request's entry in the log: what is accepted here and the platform may refuse. */
  readonly warn: (text: string) => void;
}

/** Response of a handler. An object body is sent as JSON; text and bytes as they are, with the given headers. */
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
   * The vendor SDK's name for the operation, such as `getFlow`; a path outside `/api/v2` has a name of this project.
   */
  readonly operation: string;
  /** `none`: no bearer token is required, and `caller` is the anonymous one. Default `bearer`. */
  readonly auth?: "bearer" | "none";
  /** The body is not JSON: only `rawBody` is filled. */
  readonly raw?: boolean;
  /** Permission that the caller must have, such as `architect:flow:add`. */
  readonly permission?: string;
  /**
   * The handler itself refuses a body or a query that lacks what it requires, with documented codes
   * (`reference/platform-api.md §3.2`).
   */
  readonly ownRequired?: boolean;
  /** The response to a read depends only on its URL and the store, not on the caller, headers or time. */
  readonly still?: boolean;
  /** Whether the request log leaves it out. */
  readonly unlogged?: boolean;
  readonly handler: (context: Context) => Reply;
}

/** A response whose body is already JSON. */
export function written(json: Buffer): Reply {
  return { body: json, headers: { "Content-Type": "application/json" } };
}

/** The time as of which a read is served, in epoch milliseconds; undefined for the present. */
export function momentOf({ config, clock }: Pick<Context, "config" | "clock">): number | undefined {
  return config.readLagMs === undefined ? undefined : clock.now() - config.readLagMs;
}
