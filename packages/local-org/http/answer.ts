import { randomUUID } from "node:crypto";
import { checkRequest } from "../requests/check.ts";
import type { Directory } from "../resources/directory.ts";
import { OrganisationFileError } from "../store/file-error.ts";
import type { Store } from "../store/store.ts";
import { ApiError } from "./api-error.ts";
import { ANONYMOUS, authenticate } from "./authenticate.ts";
import { parseJsonBody } from "./body.ts";
import { guardOrigin } from "./guard.ts";
import type { HeldAnswers } from "./held-answers.ts";
import type { Interference } from "./interference.ts";
import { Query } from "./query.ts";
import { countRequest } from "./rate-limit.ts";
import { logRequest } from "./request-log.ts";
import type { Router } from "./router.ts";
import type { Caller, Clock, HttpMethod, OrganisationConfig, Reply, Route } from "./types.ts";
import { unknownOperation } from "./unknown-operation.ts";
import { unusableFile } from "./unusable-file.ts";
import { written } from "./written.ts";

/** A request as it was read from the wire. */
export interface IncomingCall {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
}

export interface OutgoingReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** How much of it reaches the client: its first bytes, or nothing but a reset of the connection. All unless given. */
  readonly delivery?: { readonly bytes: number } | "reset";
}

/** What answering a request needs of the organisation. */
export interface AnswerScope {
  readonly store: Store;
  readonly directory: Directory;
  readonly router: Router;
  readonly held: HeldAnswers;
  readonly clock: Clock;
  readonly config: OrganisationConfig;
  readonly requestsPerMinute: number;
  readonly baseUrl: string;
  /** Brings the organisation up to the present moment, before each request. */
  readonly settle: () => void;
  /** Told of an error that is no refusal: a defect of the organisation itself, answered with 500. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * Answers one request in one transaction: origin, route, token, rate limit, permission, handler, log. What a refused or
 * failed handler had written is rolled back; the rate count and the log entry stay. A fault on demand may take part.
 */
export function answer(scope: AnswerScope, call: IncomingCall, fault?: Interference): OutgoingReply {
  const started = performance.now();
  const at = new Date(scope.clock.now()).toISOString();
  const correlationId = randomUUID();
  const [path = "", search = ""] = split(call.url);
  const trace: Trace = { headers: {}, warnings: [] };
  return scope.store.transaction(() => {
    let reply: Reply;
    let error: string | undefined;
    try {
      scope.store.transaction(scope.settle);
      if (fault?.instead?.at === "before") throw fault.instead.error;
      reply = handle(scope, call, { path, search, correlationId, trace, fault });
      fault?.answered?.(reply);
      if (fault?.instead) throw fault.instead.error;
    } catch (cause) {
      const refusal = cause instanceof ApiError ? (fault?.refusal?.(cause) ?? cause) : defect(scope, cause);
      error = refusal.message;
      const { headers, page } = refusal.options;
      reply = { status: refusal.status, body: page ?? refusal.body(correlationId), headers };
    }
    const status = reply.status ?? 200;
    if (!trace.route?.unlogged) {
      logRequest(scope.store, {
        at,
        method: call.method,
        path,
        query: trace.route?.raw ? undefined : search || undefined,
        status,
        ms: Math.round((performance.now() - started) * 100) / 100,
        operation: trace.route?.operation,
        client: trace.caller?.clientId,
        correlationId,
        error,
        warning: trace.warnings.join(" ") || undefined,
        fault: fault?.names.join(", "),
      });
    }
    fault?.committing?.();
    return encode(status, reply, { ...trace.headers, "ININ-Correlation-Id": correlationId });
  });
}

interface Trace {
  route?: Route;
  caller?: Caller;
  headers: Readonly<Record<string, string>>;
  readonly warnings: string[];
}

interface Arrival {
  readonly path: string;
  readonly search: string;
  readonly correlationId: string;
  readonly trace: Trace;
  readonly fault?: Interference;
}

function handle(scope: AnswerScope, call: IncomingCall, arrival: Arrival): Reply {
  const { path, search, correlationId, trace, fault } = arrival;
  guardOrigin(call.method, call.headers);
  const method = call.method as HttpMethod;
  const match = scope.router.match(method, path);
  trace.route = match?.route;
  const now = scope.clock.now();
  let caller = ANONYMOUS;
  if (match ? match.route.auth !== "none" : path.startsWith("/api/")) {
    caller = authenticate(scope.store, call.headers["authorization"], now);
    trace.caller = caller;
    const rate = countRequest(scope.store, caller.token, { now, allowed: scope.requestsPerMinute });
    trace.headers = rate.headers;
    if (rate.exceeded) throw tooManyRequests(scope.requestsPerMinute, rate.resetSeconds);
  }
  if (!match) throw unknownOperation(method, path, scope.router.methods(path));
  const { route, params } = match;
  if (route.permission) requirePermission(caller, route.permission);
  const still = route.still && call.rawBody.length === 0 && !fault;
  const revision = still ? scope.store.revision : "";
  const held = still ? scope.held.at(call.url, revision) : undefined;
  if (held) return written(held);
  const query = new Query(new URLSearchParams(search));
  const body = route.raw ? undefined : checkRequest(route, { query, body: parseJsonBody(call.rawBody) });
  const reply = scope.store.transaction(() =>
    route.handler({
      store: scope.store,
      directory: scope.directory,
      method,
      path,
      params,
      query,
      body,
      rawBody: call.rawBody,
      headers: call.headers,
      caller,
      baseUrl: scope.baseUrl,
      clock: scope.clock,
      config: { ...scope.config, ...fault?.config },
      correlationId,
      warn: (text) => void trace.warnings.push(text),
    }),
  );
  if (!still) return reply;
  const encoded = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(JSON.stringify(reply.body));
  scope.held.hold(call.url, revision, encoded);
  return written(encoded);
}

function requirePermission(caller: Caller, permission: string): void {
  const wanted = permission.split(":");
  const granted = caller.permissions.some((p) => {
    const parts = p.split(":");
    return wanted.every((part, index) => (parts[index] ?? parts.at(-1)) === "*" || parts[index] === part);
  });
  if (granted) return;
  throw new ApiError(
    403,
    "missing.permissions",
    `Unable to perform the requested action. You are missing the following permission(s): ${permission}`,
    {
      messageWithParams:
        "Unable to perform the requested action. You are missing the following permission(s): {permissions}",
      messageParams: { permissions: permission },
    },
  );
}

function tooManyRequests(allowed: number, resetSeconds: number): ApiError {
  return new ApiError(
    429,
    "too.many.requests",
    `Rate limit exceeded the maximum [${allowed}] requests within [60] seconds`,
    { headers: { "Retry-After": String(resetSeconds) } },
  );
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

function split(url: string): [string, string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

function encode(status: number, reply: Reply, headers: Readonly<Record<string, string>>): OutgoingReply {
  const all = { ...headers, ...reply.headers };
  if (reply.body === undefined) return { status, headers: all, body: Buffer.alloc(0) };
  if (Buffer.isBuffer(reply.body)) return { status, headers: all, body: reply.body };
  if (typeof reply.body === "string") return { status, headers: all, body: Buffer.from(reply.body) };
  return {
    status,
    headers: { "Content-Type": "application/json", ...all },
    body: Buffer.from(JSON.stringify(reply.body)),
  };
}
