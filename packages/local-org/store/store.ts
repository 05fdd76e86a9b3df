import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { inWords } from "./file-error.ts";

const BUSY_TIMEOUT_MS = 15_000;
const LOCK_PAUSE_MS = 5;
const SQLITE_BUSY = 5;

/**
 * The organisation's SQLite file. Several processes may use one file: check with `revision` or `FlowRow.mark` before
 * using cached data. All calls are synchronous, so transactions in one process are never interleaved. Every call throws
 * an OrganisationFileError if the file is damaged, locked, on a full disk, or not readable or writable.
 */
export class Store {
  readonly file: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  #changes = 0;

  /** Opens or creates the file in WAL mode. `:memory:` is a store that exists only as long as this object. */
  constructor(file: string) {
    this.file = file;
    this.#db = inWords(file, () => openDatabase(file));
  }

  /** A new id in the platform's format. */
  newId(): string {
    return randomUUID();
  }

  all<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return inWords(this.file, () => this.#statement(sql).all(...values) as T[]);
  }

  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return inWords(this.file, () => this.#statement(sql).get(...values) as T | undefined);
  }

  /** Runs a write; returns the number of rows that it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return inWords(this.file, () => Number(this.#statement(sql).run(...values).changes));
  }

  /**
   * Adds a row; undefined becomes NULL. If a row with the same key exists, sets the given columns of that row; without
   * columns, the row stays unchanged. Returns the number of rows written.
   */
  insert(table: string, row: Readonly<Record<string, SQLInputValue | undefined>>, columns?: readonly string[]): number {
    const places = Object.keys(row).fill("?").join(", ");
    const values = Object.values(row).map((value) => value ?? null);
    const update = columns?.map((column) => `${column} = excluded.${column}`).join(", ");
    const otherwise = update ? ` ON CONFLICT DO UPDATE SET ${update}` : columns && " ON CONFLICT DO NOTHING";
    const sql = `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${places})${otherwise ?? ""}`;
    return this.run(sql, ...values);
  }

  /** Writes data that no response depends on, such as the request log, without changing `revision`. */
  note<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return inWords(this.file, () => this.#prepared(sql).get(...values) as T | undefined);
  }

  /**
   * Revision of the content. Two equal revisions of one `Store` mean that no process changed anything in between,
   * except with this object's `note`. Read it within a transaction.
   */
  get revision(): string {
    const { data_version: others } = this.#prepared("PRAGMA data_version").get() as { data_version: number };
    return `${others} ${this.#changes}`;
  }

  /** Runs statements without values, for migrations. */
  exec(sql: string): void {
    this.#changes += 1;
    inWords(this.file, () => this.#db.exec(sql));
  }

  /**
   * Runs `work` in a transaction that has the write lock from its start or, within another transaction, in a savepoint.
   * Rolls back if `work` throws.
   */
  transaction<T>(work: () => T): T {
    const [begin, commit, rollback] =
      this.#depth === 0
        ? ["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"]
        : [
            `SAVEPOINT s${this.#depth}`,
            `RELEASE s${this.#depth}`,
            `ROLLBACK TO s${this.#depth}; RELEASE s${this.#depth}`,
          ];
    inWords(this.file, () => this.#prepared(begin as string).run());
    this.#depth += 1;
    const before = this.#changes;
    try {
      const result = work();
      inWords(this.file, () => this.#prepared(commit as string).run());
      return result;
    } catch (error) {
      if (this.#changes !== before) this.#changes += 1;
      if (this.#db.isTransaction) this.#db.exec(rollback as string);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #statement(sql: string): StatementSync {
    if (!sql.startsWith("SELECT")) this.#changes += 1;
    return this.#prepared(sql);
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** @throws the error of SQLite or the system */
function openDatabase(file: string): DatabaseSync {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    whileLocked(() => database.exec("PRAGMA journal_mode = WAL"));
    database.exec("PRAGMA synchronous = NORMAL");
    // Every request writes a log entry. With SQLite's default of 1000 pages, one request in 250 would wait for the
    // disk.
    database.exec("PRAGMA wal_autocheckpoint = 8000");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Retries `work` while another process locks the file. SQLite itself does not wait if two processes switch a new file
 * to WAL at the same time.
 */
function whileLocked(work: () => void): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      const { errcode = 0 } = error as { errcode?: number };
      const locked = (errcode & 0xff) === SQLITE_BUSY; // the low byte is the primary code
      if (!locked || performance.now() > deadline) throw error;
      Atomics.wait(pause, 0, 0, LOCK_PAUSE_MS);
    }
  }
}
