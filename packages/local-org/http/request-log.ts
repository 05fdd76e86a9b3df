import type { Store } from "../store/store.ts";

/** One handled request. */
export interface LoggedRequest {
  readonly seq: number;
  /** ISO time of arrival. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly status: number;
  readonly ms: number;
  readonly operation?: string;
  readonly client?: string;
  readonly correlationId: string;
  /** Error message of a refused request. */
  readonly error?: string;
  /** The part of the request that the embedded organisation accepts but that the platform may refuse. */
  readonly warning?: string;
  /** Names of the faults on demand that affected the request. */
  readonly fault?: string;
}

const KEPT = 50_000;
const TRIM_EVERY = 1_000;

export const requestLogMigrations = [
  `CREATE TABLE request_log (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT,
     status INTEGER NOT NULL, ms REAL NOT NULL, operation TEXT, client TEXT, correlationId TEXT NOT NULL, error TEXT
   ) STRICT`,
] as const;

/** Later migration steps. They run after the steps of all tables for the embedded organisation's own interface. */
export const laterRequestLogMigrations = [
  "ALTER TABLE request_log ADD COLUMN fault TEXT",
  "ALTER TABLE request_log ADD COLUMN warning TEXT",
] as const;

/** Appends a request and keeps only the newest 50,000. */
export function logRequest(store: Store, entry: Omit<LoggedRequest, "seq">): void {
  const { seq } = store.note<{ seq: number }>(
    `INSERT INTO request_log (at, method, path, query, status, ms, operation, client, correlationId, error, fault, warning)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
    entry.at,
    entry.method,
    entry.path,
    entry.query ?? null,
    entry.status,
    entry.ms,
    entry.operation ?? null,
    entry.client ?? null,
    entry.correlationId,
    entry.error ?? null,
    entry.fault ?? null,
    entry.warning ?? null,
  ) as { seq: number };
  if (seq % TRIM_EVERY === 0) store.run("DELETE FROM request_log WHERE seq <= ?", seq - KEPT);
}

/** Requests after the given number, oldest first. */
export function loggedRequests(store: Store, after: number): LoggedRequest[] {
  return store
    .all<Record<string, unknown>>("SELECT * FROM request_log WHERE seq > ? ORDER BY seq", after)
    .map((row) => Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null)) as unknown as LoggedRequest);
}

export function clearRequests(store: Store): void {
  store.run("DELETE FROM request_log");
}
