import type { Store } from "../store/store.ts";
import type { FaultEffect, FaultRule, FaultScenario } from "./schema.ts";

/** Names of the recorded columns of a flow. */
const FLOW =
  "id type name description divisionId active deleted lockedBy lockedSince publishedVersion checkedInVersion savedVersion createdAt modifiedAt mark";

const RESOURCE = "id name divisionId parentId version created modified createdBy document";

const json = (columns: string, row = ""): string =>
  `json_object(${columns
    .split(" ")
    .map((column) => `'${column}', ${row}${column}`)
    .join(", ")})`;

const RECORDING = "EXISTS (SELECT 1 FROM fault WHERE past = 1)";

/** The time of a row, which is never older than the previous row's time. */
const at = (table: string, own: string, key: string): string =>
  `max(${own}, coalesce((SELECT max(at) FROM ${table} WHERE ${key}), 0))`;

const flowChange = `INSERT OR REPLACE INTO flowPast (flowId, at, head)
  VALUES (new.id, ${at("flowPast", "new.modifiedAt", "flowId = new.id")}, ${json(FLOW, "new.")});`;

const ivrChange = `INSERT OR REPLACE INTO ivrPast (id, at, head)
  VALUES (new.id, ${at("ivrPast", "new.modified", "id = new.id")}, ${json(RESOURCE, "new.")});`;

/**
 * Migration step for earlier states of flows and IVRs, which are kept while a fault serves reads from a past time. An
 * object that existed when the first of these faults was added is treated as if it had always existed.
 */
const pastMigration = `
  ALTER TABLE fault ADD COLUMN past INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE flowPast (flowId TEXT NOT NULL, at INTEGER NOT NULL, head TEXT NOT NULL, PRIMARY KEY (flowId, at)) STRICT;
  CREATE TABLE ivrPast (id TEXT NOT NULL, at INTEGER NOT NULL, head TEXT, PRIMARY KEY (id, at)) STRICT;
  CREATE TRIGGER pastBegins AFTER INSERT ON fault
    WHEN new.past = 1 AND (SELECT count(*) FROM fault WHERE past = 1) = 1 BEGIN
      INSERT INTO flowPast (flowId, at, head) SELECT id, 0, ${json(FLOW)} FROM flows;
      INSERT INTO ivrPast (id, at, head) SELECT id, 0, ${json(RESOURCE)} FROM resource WHERE kind = 'ivr';
    END;
  CREATE TRIGGER pastEnds AFTER DELETE ON fault WHEN old.past = 1 AND NOT ${RECORDING} BEGIN
    DELETE FROM flowPast;
    DELETE FROM ivrPast;
  END;
  CREATE TRIGGER flowPastAdded AFTER INSERT ON flows WHEN ${RECORDING} BEGIN ${flowChange} END;
  CREATE TRIGGER flowPastChanged AFTER UPDATE ON flows WHEN ${RECORDING} BEGIN ${flowChange} END;
  CREATE TRIGGER ivrPastAdded AFTER INSERT ON resource WHEN new.kind = 'ivr' AND ${RECORDING} BEGIN ${ivrChange} END;
  CREATE TRIGGER ivrPastChanged AFTER UPDATE ON resource WHEN new.kind = 'ivr' AND ${RECORDING} BEGIN ${ivrChange} END;`;

/** Tables of the faults on demand. Only append steps to this list. */
export const faultMigrations: readonly string[] = [
  `CREATE TABLE fault (
     id TEXT PRIMARY KEY, sequence INTEGER NOT NULL UNIQUE, position INTEGER NOT NULL, name TEXT NOT NULL,
     seed INTEGER NOT NULL, rule TEXT NOT NULL, calls INTEGER NOT NULL DEFAULT 0, happened INTEGER NOT NULL DEFAULT 0,
     problem TEXT
   ) STRICT;
   CREATE TABLE faultLag (
     faultId TEXT NOT NULL REFERENCES fault (id) ON DELETE CASCADE, path TEXT NOT NULL, remaining INTEGER NOT NULL,
     PRIMARY KEY (faultId, path)
   ) STRICT;`,
  pastMigration,
];

/** A fault and its effects so far. */
export interface StoredFault {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  /** Position in its scenario, from 0. */
  readonly position: number;
  readonly rule: FaultRule;
  /** Number of matching requests. */
  readonly calls: number;
  /** Number of affected requests. */
  readonly happened: number;
  /** The reason why the fault had no effect the last time. */
  readonly problem?: string;
}

/** `rule` is JSON in the table. */
type FaultRow = Omit<StoredFault, "rule" | "problem"> & { readonly rule: string; readonly problem: string | null };

const COLUMNS = "id, position, name, seed, rule, calls, happened, problem";

/** Whether any faults exist. Reads without a transaction, because faults do not affect most requests. */
export function anyFaults(store: Store): boolean {
  return store.get("SELECT 1 FROM fault LIMIT 1") !== undefined;
}

/** All faults, in the order in which they were added. */
export function storedFaults(store: Store): StoredFault[] {
  return store.all<FaultRow>(`SELECT ${COLUMNS} FROM fault ORDER BY sequence`).map(({ problem, rule, ...row }) => ({
    ...row,
    rule: JSON.parse(rule) as FaultRule,
    ...(problem === null ? {} : { problem }),
  }));
}

/** Adds the faults of a scenario and returns them. */
export function addFaults(store: Store, { seed, faults }: FaultScenario): StoredFault[] {
  const added = faults.map((rule, position) => {
    const id = store.newId();
    const last = store.get<{ sequence: number | null }>("SELECT max(sequence) AS sequence FROM fault")?.sequence ?? 0;
    store.insert("fault", {
      id,
      sequence: last + 1,
      position,
      name: rule.name ?? `${Object.keys(rule.do)[0]} ${position + 1}`,
      seed,
      rule: JSON.stringify(rule),
      past: rule.do.readLag?.seconds === undefined ? 0 : 1,
    });
    return id;
  });
  return storedFaults(store).filter(({ id }) => added.includes(id));
}

/** Removes one fault or all faults. Returns the number of removed faults. */
export function removeFaults(store: Store, id?: string): number {
  return id === undefined ? store.run("DELETE FROM fault") : store.run("DELETE FROM fault WHERE id = ?", id);
}

/** Counts a matching request. */
export function countCall(store: Store, id: string, o: { readonly met: boolean; readonly problem?: string }): void {
  store.run(
    "UPDATE fault SET calls = calls + 1, happened = happened + ?, problem = ? WHERE id = ?",
    o.met ? 1 : 0,
    o.problem ?? null,
    id,
  );
}

/** Makes the next `times` reads of a path return 404. A lag starts only once per fault and path. */
export function startLag(store: Store, id: string, o: { readonly path: string; readonly times: number }): void {
  store.run("INSERT OR IGNORE INTO faultLag (faultId, path, remaining) VALUES (?, ?, ?)", id, o.path, o.times);
}

/** Counts a late read of a path, or of a path under it; returns the name of the fault, if any. */
export function takeLag(store: Store, path: string): string | undefined {
  const lag = store.get<{ faultId: string; path: string; name: string }>(
    `SELECT l.faultId, l.path, f.name FROM faultLag l JOIN fault f ON f.id = l.faultId
     WHERE l.remaining > 0 AND (l.path = ?1 OR substr(?1, 1, length(l.path) + 1) = l.path || '/') ORDER BY f.sequence LIMIT 1`,
    path,
  );
  if (lag)
    store.run("UPDATE faultLag SET remaining = remaining - 1 WHERE faultId = ? AND path = ?", lag.faultId, lag.path);
  return lag?.name;
}

/** Delay of dependency tracking, in milliseconds; 0 without a fault. */
export function indexLagMs(store: Store): number {
  if (!anyFaults(store)) return 0;
  return Math.max(0, ...storedFaults(store).map(({ rule }) => lagOf(rule.do.indexLag)));
}

function lagOf({ ms, seconds }: NonNullable<FaultEffect["indexLag"]> = {}): number {
  return ms ?? (seconds ?? 0) * 1000;
}
