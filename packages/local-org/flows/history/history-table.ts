import type { Store } from "../../store/store.ts";
import type { Deed } from "../author.ts";

/** The kind of an entry in a flow's history, in the platform's words (OpenAPI, `HistoryEntry`). */
export type HistoryAction =
  | "CHECKIN"
  | "CHECKOUT"
  | "CREATE"
  | "DEACTIVATE"
  | "DELETE"
  | "PUBLISH"
  | "REVERT"
  | "SAVE"
  | "UPDATE";

export interface HistoryRow {
  readonly sequence: number;
  readonly action: HistoryAction;
  /** Epoch milliseconds. */
  readonly at: number;
  /** JSON of an `Author`. */
  readonly author: string;
  readonly version: number | null;
}

/** Adds an entry to a flow's history, with the version that was created or affected. */
export function record(
  store: Store,
  flowId: string,
  action: HistoryAction,
  { author, now, version }: Deed & { version?: number | null },
): void {
  store.insert("flowHistory", { flowId, action, at: now, author: JSON.stringify(author), version });
}

/** A requested history: the flow's entries up to the time of the request. */
export interface HistoryRequest {
  readonly id: string;
  readonly flowId: string;
  readonly author: string;
  readonly at: number;
  /** Number of the last entry in the history. */
  readonly upTo: number;
}

export function requestHistory(store: Store, flowId: string, { author, now }: Deed): HistoryRequest {
  const sql = "SELECT coalesce(max(sequence), 0) AS upTo FROM flowHistory";
  const { upTo } = store.get<{ upTo: number }>(sql) as { upTo: number };
  const request = { id: store.newId(), flowId, author: JSON.stringify(author), at: now, upTo };
  store.insert("flowHistoryRequests", request);
  return request;
}

export function requestedHistory(store: Store, flowId: string, id: string): HistoryRequest | undefined {
  return store.get<HistoryRequest>(
    "SELECT id, flowId, author, at, upTo FROM flowHistoryRequests WHERE id = ? AND flowId = ?",
    id,
    flowId,
  );
}

/** The entries of a history, oldest first. */
export function historyOf(store: Store, { flowId, upTo }: HistoryRequest): HistoryRow[] {
  return store.all<HistoryRow>(
    "SELECT sequence, action, at, author, version FROM flowHistory WHERE flowId = ? AND sequence <= ? ORDER BY sequence",
    flowId,
    upTo,
  );
}
