import { randomUUID } from "node:crypto";
import type { Directory } from "./directory.ts";
import { authorOf } from "./flows/author.ts";
import {
  ANONYMOUS,
  authenticate,
  countRequest,
  guardOrigin,
  type RateLimitUnit,
  requirePermission,
} from "./http/access.ts";
import { ApiError, unusableFile } from "./http/api-error.ts";
import { parseJsonBody } from "./http/body.ts";
import type { HeldAnswers } from "./http/held-answers.ts";
import { unknownOperation } from "./http/operations.ts";
import { Query } from "./http/query.ts";
import { logRequest } from "./http/request-log.ts";
import {
  type Caller,
  type Clock,
  type HttpMethod,
  type OrganisationConfig,
  type Reply,
  type Route,
  written,
} from "./http/route.ts";
import type { Router } from "./http/router.ts";
import type { IncomingCall, OutgoingReply } from "./http/server.ts";
import { checkRequest } from "./requests/check.ts";
import { asActor } from "./services/audits/audit-table.ts";
import { OrganisationFileError } from "./store/file-error.ts";
import type { Store } from "./store/store.ts";

export interface AnswerScope {
  readonly store: Store;
  readonly directory: Directory;
  readonly router: Router;
  readonly held: HeldAnswers;
  readonly clock: Clock;
  readonly config: OrganisationConfig;
  readonly requestsPerMinute: number;
  readonly requestsPer: RateLimitUnit;
  readonly baseUrl: string;
  /** Completes all work that is due, before each request. */
  readonly settle: () => void;
  /** Called with an unexpected error, which is a defect of the embedded organisation. The response has status 500. */
  readonly onDefect: (error: unknown) => void;
}

/** The time of a fault: before a request has any effect, or after its effect is committed. */
type Moment = "before" | "after";

/**
 * The effects of faults on demand on one request. They are determined, and counted in the store, before the request.
 */
export interface Interference {
  /** Names of the faults, for the request log. */
  readonly names: readonly string[];
  /** Delay before the request is processed, in milliseconds. */
  readonly delayMs: number;
  /** When the process ends. `during` means after everything is written and before the commit. */
  readonly crash?: Moment | "during";
  readonly reset?: Moment;
  /** Error to send instead of the response. With `before`, the handler does not run. */
  readonly instead?: { readonly at: Moment; readonly error: ApiError };
  /** Replaces a refusal of this request. */
  readonly refusal?: (error: ApiError) => ApiError;
  /** Share of the body that is sent before the connection closes, 0 to 1. */
  readonly keep?: number;
  readonly config?: Partial<OrganisationConfig>;
  /** Called with the response, in the transaction of the request. */
  readonly answered?: (reply: Reply) => void;
  /** Called after everything is written, before the commit. */
  readonly committing?: () => void;
}

/**
 * Handles one request in one transaction: origin, route, token, rate limit, permission, handler, log. The writes of a
 * refused or failed handler are rolled back; the rate count and the log entry are kept. Faults on demand may apply.
 */
export function answer(scope: AnswerScope, call: IncomingCall, fault?: Interference): OutgoingReply {
  const started = performance.now();
  const { store } = scope;
  const [path, search] = partsOf(call.url);
  const exchange: Exchange = { call, path, search, correlationId: randomUUID(), fault, headers: {}, warnings: [] };
  const { correlationId, warnings } = exchange;
  const at = new Date(scope.clock.now()).toISOString();
  return store.transaction(() => {
    let reply: Reply;
    let error: string | undefined;
    try {
      store.transaction(scope.settle);
      if (fault?.instead?.at === "before") throw fault.instead.error;
      reply = handle(scope, exchange);
      fault?.answered?.(reply);
      if (fault?.instead) throw fault.instead.error;
    } catch (cause) {
      const refusal = cause instanceof ApiError ? (fault?.refusal?.(cause) ?? cause) : defect(scope, cause);
      error = refusal.message;
      const { headers, page } = refusal.options;
      reply = { status: refusal.status, body: page ?? refusal.body(correlationId), headers };
    }
    const { route, caller } = exchange;
    const status = reply.status ?? 200;
    if (!route?.unlogged) {
      logRequest(store, {
        at,
        method: call.method,
        path,
        query: route?.raw ? undefined : search || undefined,
        status,
        ms: Math.round((performance.now() - started) * 100) / 100,
        operation: route?.operation,
        client: caller?.clientId,
        correlationId,
        error,
        warning: warnings.join(" ") || undefined,
        fault: fault?.names.join(", "),
      });
    }
    fault?.committing?.();
    return encode(status, reply, { ...exchange.headers, "ININ-Correlation-Id": correlationId });
  });
}

/** A request that is being processed. */
interface Exchange {
  readonly call: IncomingCall;
  readonly path: string;
  readonly search: string;
  readonly correlationId: string;
  readonly fault: Interference | undefined;
  readonly warnings: string[];
  route?: Route;
  caller?: Caller;
  headers: Readonly<Record<string, string>>;
}

function handle(scope: AnswerScope, exchange: Exchange): Reply {
  const { call, path, search, correlationId, fault, warnings } = exchange;
  const { store, directory, router, baseUrl, clock } = scope;
  guardOrigin(call.method, call.headers);
  const method = call.method as HttpMethod;
  const match = router.match(method, path);
  exchange.route = match?.route;
  const now = clock.now();
  let caller = ANONYMOUS;
  if (match ? match.route.auth !== "none" : path.startsWith("/api/")) {
    caller = authenticate(store, call.headers["authorization"], now);
    exchange.caller = caller;
    const rate = countRequest(store, caller, { now, allowed: scope.requestsPerMinute, per: scope.requestsPer });
    exchange.headers = rate.headers;
    if (rate.refusal) throw rate.refusal;
  }
  if (!match) throw unknownOperation(method, path, router.methods(path));
  const { route, params } = match;
  if (route.permission) requirePermission(caller, route.permission);
  const still = route.still && call.rawBody.length === 0 && !fault;
  const revision = still ? store.revision : "";
  const held = still ? scope.held.at(call.url, revision) : undefined;
  if (held) return written(held);
  const query = new Query(new URLSearchParams(search));
  const body = route.raw ? undefined : checkRequest(route, { query, body: parseJsonBody(call.rawBody) });
  const handled = (): Reply =>
    route.handler({
      store,
      directory,
      method,
      path,
      params,
      query,
      body,
      rawBody: call.rawBody,
      headers: call.headers,
      caller,
      baseUrl,
      clock,
      config: { ...scope.config, ...fault?.config },
      correlationId,
      warn: (text) => void warnings.push(text),
    });
  const actor = { author: authorOf(caller), at: now, request: correlationId };
  const audited = caller !== ANONYMOUS && method !== "GET" && method !== "HEAD";
  const reply = store.transaction(() => (audited ? asActor(store, actor, handled) : handled()));
  if (!still) return reply;
  const encoded = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(JSON.stringify(reply.body));
  scope.held.hold(call.url, revision, encoded);
  return written(encoded);
}

function defect(scope: AnswerScope, cause: unknown): ApiError {
  scope.onDefect(cause);
  if (cause instanceof OrganisationFileError) return unusableFile(cause);
  return new ApiError(
    500,
    "internal.server.error",
    `The server encountered an unexpected condition which prevented it from fulfilling the request. ${String(cause)}`,
  );
}

/** Path and query of a URL as sent, without the question mark; the query may be empty. */
export function partsOf(url: string): [path: string, search: string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

function encode(status: number, { body, headers: own }: Reply, given: Readonly<Record<string, string>>): OutgoingReply {
  const headers = { ...given, ...own };
  if (body === undefined) return { status, headers, body: Buffer.alloc(0) };
  if (Buffer.isBuffer(body)) return { status, headers, body };
  if (typeof body === "string") return { status, headers, body: Buffer.from(body) };
  const json = Buffer.from(JSON.stringify(body));
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: json };
}
