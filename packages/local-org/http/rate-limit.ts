import type { Store } from "../store/store.ts";

/** Requests a minute and token, as the platform allows (`reference/platform-api.md §3.3`). */
export const REQUESTS_PER_WINDOW = 300;
const WINDOW_MS = 60_000;

export interface RateState {
  readonly exceeded: boolean;
  /** Seconds until the window ends. */
  readonly resetSeconds: number;
  /** Headers of every answer to an authenticated request. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts one request of the token in its present window of a minute. The count is in the store: all processes share it. */
export function countRequest(store: Store, token: string, o: { now: number; allowed: number }): RateState {
  const row = store.note<{ started: number; count: number }>(
    `INSERT INTO rate_window (token, started, count) VALUES (?1, ?2, 1)
     ON CONFLICT (token) DO UPDATE SET
       count = CASE WHEN ?2 - started >= ${WINDOW_MS} OR ?2 < started THEN 1 ELSE count + 1 END,
       started = CASE WHEN ?2 - started >= ${WINDOW_MS} OR ?2 < started THEN ?2 ELSE started END
     RETURNING started, count`,
    token,
    o.now,
  ) as { started: number; count: number };
  const resetSeconds = Math.max(1, Math.ceil((row.started + WINDOW_MS - o.now) / 1000));
  return {
    exceeded: row.count > o.allowed,
    resetSeconds,
    headers: {
      "inin-ratelimit-count": String(row.count),
      "inin-ratelimit-allowed": String(o.allowed),
      "inin-ratelimit-reset": String(resetSeconds),
    },
  };
}

export const rateWindowMigrations = [
  "CREATE TABLE rate_window (token TEXT PRIMARY KEY, started INTEGER NOT NULL, count INTEGER NOT NULL) STRICT",
] as const;
