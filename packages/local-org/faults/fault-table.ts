import type { Store } from "../store/store.ts";
import { pastMigration } from "./past.ts";
import type { FaultEffect, FaultRule, FaultScenario } from "./schema.ts";

/** Tables of the faults on demand. Steps are only ever appended. */
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

interface FaultRow {
  readonly id: string;
  readonly position: number;
  readonly name: string;
  readonly seed: number;
  /** JSON of a `FaultRule`. */
  readonly rule: string;
  readonly calls: number;
  readonly happened: number;
  readonly problem: string | null;
}

/** A fault and what it has done so far. */
export interface StoredFault {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  /** Place in its scenario, from 0. */
  readonly position: number;
  readonly rule: FaultRule;
  /** Calls that matched. */
  readonly calls: number;
  /** Number of calls that it affected. */
  readonly happened: number;
  /** Why it had no effect, the last time. */
  readonly problem?: string;
}

const COLUMNS = "id, position, name, seed, rule, calls, happened, problem";

/** Whether any exist: a read without a transaction, because most calls are not affected. */
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

/** Adds the faults of a scenario. Returns their ids. */
export function addFaults(store: Store, { seed, faults }: FaultScenario): string[] {
  return faults.map((rule, position) => {
    const id = store.newId();
    const name = rule.name ?? `${Object.keys(rule.do)[0]} ${position + 1}`;
    store.run(
      `INSERT INTO fault (id, sequence, position, name, seed, rule, past)
       VALUES (?, (SELECT coalesce(max(sequence), 0) + 1 FROM fault), ?, ?, ?, ?, ?)`,
      id,
      position,
      name,
      seed,
      JSON.stringify(rule),
      rule.do.readLag?.seconds === undefined ? 0 : 1,
    );
    return id;
  });
}

/** Removes a fault, or all. Returns how many were removed. */
export function removeFaults(store: Store, id?: string): number {
  return id === undefined ? store.run("DELETE FROM fault") : store.run("DELETE FROM fault WHERE id = ?", id);
}

/** Counts a call that matched. */
export function countCall(store: Store, id: string, o: { readonly met: boolean; readonly problem?: string }): void {
  store.run(
    "UPDATE fault SET calls = calls + 1, happened = happened + ?, problem = ? WHERE id = ?",
    o.met ? 1 : 0,
    o.problem ?? null,
    id,
  );
}

/** From now on, reads of the path find nothing, `times` times; once per fault and path. */
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
