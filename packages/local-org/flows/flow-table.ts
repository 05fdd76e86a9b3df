import { ApiError } from "../http/api-error.ts";
import type { Store } from "../store/store.ts";
import type { Author } from "./author.ts";
import type { KeptFlowType } from "./flow-kinds.ts";

/** One flow. Versions are whole numbers here and `"<n>.0"` in requests and responses. */
export interface FlowRow {
  readonly id: string;
  readonly type: KeptFlowType;
  readonly name: string;
  readonly description: string | null;
  readonly divisionId: string | null;
  readonly active: number;
  readonly deleted: number;
  /** JSON of an `Author`. */
  readonly lockedBy: string | null;
  readonly lockedSince: number | null;
  readonly publishedVersion: number | null;
  readonly checkedInVersion: number | null;
  readonly savedVersion: number | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Changes whenever any process changes the flow or one of its versions. */
  readonly mark: number;
}

const COLUMNS =
  "id, type, name, description, divisionId, active, deleted, lockedBy, lockedSince, publishedVersion, checkedInVersion, savedVersion, createdAt, modifiedAt, mark";

/** The flow with an id, even if it is deleted. */
export function flowById(store: Store, id: string): FlowRow | undefined {
  return store.get<FlowRow>(`SELECT ${COLUMNS} FROM flows WHERE id = ?`, id);
}

/**
 * The flow with an id, now or at a past time, unless it is deleted.
 * @throws ApiError 410 `architect.flow.deleted`; 404 `architect.flow.not.found` for an id that no flow ever had
 */
export function requireFlow(store: Store, id = "", o: { deletedToo?: boolean; at?: number } = {}): FlowRow {
  const row = o.at === undefined ? flowById(store, id) : flowAsOf(store, id, o.at);
  if (!row) throw flowNotFound();
  if (row.deleted && !o.deletedToo) throw flowDeleted();
  return row;
}

/**
 * The platform's 410 for a flow that was deleted (reference/export-shapes.md: the vendor's check for deletion accepts
 * no other status).
 */
export function flowDeleted(): ApiError {
  return new ApiError(410, "architect.flow.deleted", "Flow has been deleted.");
}

export function flowNotFound(): ApiError {
  return new ApiError(404, "architect.flow.not.found", "Could not find flow with specified ID.");
}

/** The flow with a type and name. Names are unique per type, ignoring case. */
export function flowByName(store: Store, type: KeptFlowType, name: string): FlowRow | undefined {
  return store.get<FlowRow>(
    `SELECT ${COLUMNS} FROM flows WHERE type = ? AND nameKey = ? AND deleted = 0`,
    type,
    nameKey(name),
  );
}

/** All flows, including deleted ones, by id. */
export function allFlows(store: Store): FlowRow[] {
  return store.all<FlowRow>(`SELECT ${COLUMNS} FROM flows ORDER BY id`);
}

/**
 * A flow as it was at a past time, while earlier states are recorded (`faults/fault-table.ts`); undefined if it did not
 * exist.
 */
export function flowAsOf(store: Store, id: string, at: number): FlowRow | undefined {
  const row = store.get<{ head: string }>(
    "SELECT head FROM flowPast WHERE flowId = ? AND at <= ? ORDER BY at DESC LIMIT 1",
    id,
    at,
  );
  return row && (JSON.parse(row.head) as FlowRow);
}

/** All flows as they were at a past time, by id, including deleted ones. */
export function flowsAsOf(store: Store, at: number): FlowRow[] {
  return store
    .all<{ head: string }>(
      `SELECT head FROM flowPast p WHERE at = (SELECT max(at) FROM flowPast WHERE flowId = p.flowId AND at <= ?)
       ORDER BY flowId`,
      at,
    )
    .map(({ head }) => JSON.parse(head) as FlowRow);
}

/** Adds a flow without versions; returns its id. */
export function insertFlow(
  store: Store,
  flow: Pick<FlowRow, "type" | "name"> & { description?: string; divisionId?: string; now: number },
): string {
  const { type, name, description, divisionId, now } = flow;
  const id = store.newId();
  const row = { id, type, name, nameKey: nameKey(name), description, divisionId };
  store.insert("flows", { ...row, active: 1, createdAt: now, modifiedAt: now });
  return id;
}

type FlowChange = Partial<Omit<FlowRow, "id" | "type" | "lockedBy" | "lockedSince" | "mark">> & {
  readonly lock?: { readonly author: Author; readonly since: number } | "free";
};

export function updateFlow(store: Store, id: string, change: FlowChange, now: number): void {
  const { lock, ...plain } = change;
  const values: Record<string, string | number | null> = { ...plain, modifiedAt: now };
  if (plain.name !== undefined) values["nameKey"] = nameKey(plain.name);
  if (lock) {
    values["lockedBy"] = lock === "free" ? null : JSON.stringify(lock.author);
    values["lockedSince"] = lock === "free" ? null : lock.since;
  }
  const names = Object.keys(values);
  store.run(
    `UPDATE flows SET ${names.map((name) => `${name} = ?`).join(", ")} WHERE id = ?`,
    ...names.map((name) => values[name] ?? null),
    id,
  );
}

export function lockHolder(flow: FlowRow): Author | undefined {
  return flow.lockedBy === null ? undefined : (JSON.parse(flow.lockedBy) as Author);
}

function nameKey(name: string): string {
  return name.trim().toLowerCase();
}
