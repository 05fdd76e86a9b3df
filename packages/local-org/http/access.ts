import type { Store } from "../store/store.ts";
import { ApiError } from "./api-error.ts";
import type { Caller } from "./route.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Blocks web pages from other origins. The Host must be a loopback name, because any other name indicates DNS
 * rebinding. A write with the Origin of a different host is refused.
 * @throws ApiError 403
 */
export function guardOrigin(method: string, headers: Readonly<Record<string, string>>): void {
  const host = headers["host"] ?? "";
  if (!LOOPBACK.has(host.replace(/:\d+$/, "").toLowerCase())) {
    throw new ApiError(
      403,
      "local.foreign.host",
      `The embedded organisation accepts requests only on the loopback interface, not as '${host}'.`,
    );
  }
  const origin = headers["origin"];
  if (READS.has(method) || origin === undefined) return;
  if (origin !== `http://${host}` && origin !== `https://${host}`)
    throw new ApiError(403, "local.cross.origin", `Writes from the origin '${origin}' are refused.`);
}

/** The caller of routes that require no token. */
export const ANONYMOUS: Caller = { clientId: "", clientName: "", permissions: [], token: "" };

interface TokenRow {
  readonly clientId: string;
  readonly clientName: string;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly permissions: string;
  readonly expires: number;
}

/**
 * The client of the bearer token. Tokens are in the store, so that all processes accept a token that one of them
 * issued. A token without `Bearer` is also accepted, because the prompt upload sends the token in this form.
 * @throws ApiError 401 `authentication.required` without a token, `bad.credentials` for an unknown or expired token
 */
export function authenticate(store: Store, authorization: string | undefined, now: number): Caller {
  const token = authorization?.replace(/^bearer(\s+|$)/i, "").trim();
  if (!token) {
    throw new ApiError(
      401,
      "authentication.required",
      "No authentication bearer token specified in authorization header.",
    );
  }
  const row = store.get<TokenRow>(
    `SELECT c.id AS clientId, c.name AS clientName, c.userId AS userId, c.userName AS userName, c.permissions AS permissions,
       t.expires AS expires
     FROM oauth_token t JOIN oauth_client c ON c.id = t.clientId WHERE t.token = ?`,
    token,
  );
  if (!row || row.expires <= now) throw new ApiError(401, "bad.credentials", "Invalid login credentials.");
  return {
    clientId: row.clientId,
    clientName: row.clientName,
    userId: row.userId ?? undefined,
    userName: row.userName ?? undefined,
    permissions: JSON.parse(row.permissions) as string[],
    token,
  };
}

/** @throws ApiError 403 `missing.permissions` */
export function requirePermission(caller: Caller, permission: string): void {
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

/** The platform's limit for requests per minute and token (`reference/platform-api.md §3.3`). */
export const REQUESTS_PER_WINDOW = 300;

const WINDOW_MS = 60_000;

/**
 * The unit by which requests are counted. Public sources disagree on which unit the platform uses
 * (docs/real-organisation.md).
 */
export type RateLimitUnit = "token" | "client";

export const rateWindowMigrations = [
  "CREATE TABLE rate_window (token TEXT PRIMARY KEY, started INTEGER NOT NULL, count INTEGER NOT NULL) STRICT",
] as const;

export interface RateState {
  /** The 429 response to a request above the limit. */
  readonly refusal?: ApiError;
  /** Headers of every response to an authenticated request. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Counts one request of the caller in the current one-minute window. The count is in the store, so that all processes
 * share it.
 */
export function countRequest(
  store: Store,
  caller: Pick<Caller, "clientId" | "token">,
  o: { now: number; allowed: number; per: RateLimitUnit },
): RateState {
  const row = store.note<{ started: number; count: number }>(
    `INSERT INTO rate_window (token, started, count) VALUES (?1, ?2, 1)
     ON CONFLICT (token) DO UPDATE SET
       count = CASE WHEN ?2 - started >= ${WINDOW_MS} OR ?2 < started THEN 1 ELSE count + 1 END,
       started = CASE WHEN ?2 - started >= ${WINDOW_MS} OR ?2 < started THEN ?2 ELSE started END
     RETURNING started, count`,
    o.per === "token" ? caller.token : `client ${caller.clientId}`,
    o.now,
  ) as { started: number; count: number };
  const resetSeconds = Math.max(1, Math.ceil((row.started + WINDOW_MS - o.now) / 1000));
  return {
    ...(row.count > o.allowed && { refusal: tooManyRequests(o.allowed, resetSeconds) }),
    headers: {
      "inin-ratelimit-count": String(row.count),
      "inin-ratelimit-allowed": String(o.allowed),
      "inin-ratelimit-reset": String(resetSeconds),
    },
  };
}

function tooManyRequests(allowed: number, resetSeconds: number): ApiError {
  return new ApiError(
    429,
    "too.many.requests",
    `Rate limit exceeded the maximum [${allowed}] requests within [60] seconds`,
    { headers: { "Retry-After": String(resetSeconds) } },
  );
}
