import type { Query } from "../../http/query.ts";
import type { LoggedRequest } from "../../http/request-log.ts";
import type { Store } from "../../store/store.ts";

/** What the log is narrowed to; an absent part narrows nothing. */
export interface RequestFilter {
  readonly method?: string;
  /** A status, or the first digit of it followed by `xx`. */
  readonly status?: string;
  /** A part of path, query, operation or client, without regard to case. */
  readonly text?: string;
  /** Only what came before this request. */
  readonly before?: number;
}

export function filterOf(query: Query): RequestFilter {
  const before = query.integer("before", { default: 0 });
  return {
    ...(query.get("method") ? { method: query.get("method")?.toUpperCase() } : {}),
    ...(query.get("status") ? { status: query.get("status")?.toLowerCase() } : {}),
    ...(query.get("text") ? { text: query.get("text") } : {}),
    ...(before > 0 ? { before } : {}),
  };
}

/** The newest requests that fit, newest first. */
export function requestsLike(store: Store, filter: RequestFilter, limit: number): LoggedRequest[] {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const need = (condition: string, ...of: (string | number)[]): void => {
    conditions.push(condition);
    values.push(...of);
  };
  if (filter.method) need("method = ?", filter.method);
  if (filter.status) need("CAST(status AS TEXT) LIKE ?", filter.status.replaceAll("x", "_"));
  if (filter.before) need("seq < ?", filter.before);
  if (filter.text) {
    const columns = ["path", "query", "operation", "client"]
      .map((column) => `coalesce(${column}, '')`)
      .join(" || ' ' || ");
    need(`instr(lower(${columns}), ?) > 0`, filter.text.toLowerCase());
  }
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  return store.all<LoggedRequest>(`SELECT * FROM request_log ${where} ORDER BY seq DESC LIMIT ?`, ...values, limit);
}
