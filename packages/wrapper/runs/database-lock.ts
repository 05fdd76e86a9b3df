import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import os from "node:os";
import type { Client, ClientConfig } from "pg";
import { audience, pause } from "../system/audience.ts";
import { withoutPassword } from "../system/hidden-password.mjs";
import { duration, minute, SetUpError, say } from "../system/say.ts";

export interface DatabaseLock {
  /** The value of PULUMI_BACKEND_URL. */
  readonly backend: string;
  readonly project: string;
  readonly stack: string;
  readonly waitMs?: number;
  readonly pollMs?: number;
}

/** Maximum waiting time. An update with hundreds of flows takes several minutes. */
const WAIT_MS = 15 * 60_000;
const POLL_MS = 1000;
const CONNECT_MS = 15_000;
/** Maximum length of a connection's name in Postgres. */
const NAME_BYTES = 63;

/**
 * Runs `work` with an advisory lock on the stack, in the Postgres database that contains the state. The lock is needed
 * because the engine does not acquire its own database lock atomically: two updates that start at the same moment would
 * both run. The lock belongs to the connection, so the server releases it when this process ends, even if the process
 * is killed. Waits while a different run holds the lock.
 *
 * If the lock cannot be acquired, prints a warning and runs `work` without it.
 * @throws SetUpError if a different run holds the lock for too long
 */
export async function withDatabaseLock<T>(lock: DatabaseLock, work: () => Promise<T>): Promise<T> {
  let client: Client | undefined;
  let isLocked = false;
  const seen: { holder?: string } = {};
  try {
    client = await clientOf(lock);
    client.on("error", (error) => {
      if (isLocked) say(lost(lock, reasonOf(error, lock)));
      isLocked = false;
    });
    await client.connect();
    await taken(client, lock, seen);
    isLocked = true;
  } catch (error) {
    await client?.end().catch(() => {});
    if (error instanceof SetUpError || audience()?.signal.aborted) throw error;
    const why = reasonOf(error, lock);
    // A different run held the lock when the connection was lost, and may still hold it.
    if (seen.holder !== undefined) {
      throw new SetUpError(
        `${seen.holder} was working on the stack ${lock.stack} when the connection to the database was lost (${why}). Nothing was done. Retry.`,
      );
    }
    say(unlocked(lock, `The lock in the database could not be acquired: ${why}.`));
    return work();
  }
  try {
    return await work();
  } finally {
    isLocked = false;
    await client.end().catch(() => {});
  }
}

/**
 * A database client whose connection is named after this process.
 * @throws the system's error if the certificate authority's file cannot be read
 */
async function clientOf({ backend, stack }: DatabaseLock): Promise<Client> {
  const { default: pg } = await import("pg");
  const name = `genesys-flows ${stack} ${os.hostname()}:${process.pid}`;
  return new pg.Client({
    ...connectionOf(backend),
    application_name: Buffer.from(name).subarray(0, NAME_BYTES).toString(),
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
}

/** The warning that two updates could write the state at the same time. */
export function unlocked({ stack }: Pick<DatabaseLock, "stack">, why: string): string {
  return `${why} Nothing prevents two updates of ${stack} at the same time, so make sure that only one update runs (docs/state.md).`;
}

/** The 64-bit key that Postgres requires for an advisory lock. A stack has the same key on every machine. */
export function lockKey({ project, stack }: Pick<DatabaseLock, "project" | "stack">): bigint {
  return createHash("sha256").update(`genesys-flows update ${project}/${stack}`).digest().readBigInt64BE();
}

async function taken(client: Client, lock: DatabaseLock, seen: { holder?: string }): Promise<void> {
  const { waitMs = WAIT_MS, pollMs = POLL_MS, stack } = lock;
  const key = String(lockKey(lock));
  const until = Date.now() + waitMs;
  for (let reported = false; ; reported = true) {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1::bigint) AS taken", [key]);
    if (rows[0]?.taken === true) return;
    seen.holder ??= "Another run";
    const holder = await holderOf(client, key);
    seen.holder = holder;
    if (Date.now() >= until) {
      throw new SetUpError(
        `${holder} is still working on the stack ${stack} after this command waited ${duration(waitMs)}. Nothing was done. Retry when the other run has ended.`,
      );
    }
    if (!reported)
      say(`${holder} is working on the stack ${stack}. This command waits for at most ${duration(waitMs)}.`);
    await pause(pollMs);
  }
}

async function holderOf(client: Client, key: string): Promise<string> {
  const { rows } = await client.query(
    `SELECT a.application_name AS name, a.backend_start AS since
       FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (l.classid::bigint << 32 | l.objid::bigint) = $1::bigint`,
    [key],
  );
  const [holder] = rows as { name?: string; since?: Date }[];
  const run = /(\S+):(\d+)$/.exec(holder?.name ?? "");
  if (!holder || !run) return "Another run";
  return `Another run (process ${run[2]} on ${run[1]}, ${holder.since ? `since ${minute(holder.since.toISOString())}` : "for some time"})`;
}

function lost({ stack }: DatabaseLock, why: string): string {
  return (
    `The connection to the database and the lock on ${stack} were lost (${why}). ` +
    "The engine finishes the steps that it has begun. Do not start another update until the engine has ended."
  );
}

/** The message of an error. Removes the backend's password, because some driver messages contain it. */
function reasonOf(error: unknown, { backend }: DatabaseLock): string {
  const text = error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error);
  return withoutPassword(text, backend);
}

/**
 * The connection settings for a URL. The engine's driver lib/pq uses the same settings. TLS is used unless `sslmode` is
 * `disable`. The certificate is verified only for `verify-ca` and `verify-full`, or if `sslrootcert` names an
 * authority. The parameter `table` is used only by the engine.
 */
export function connectionOf(url: string): Pick<ClientConfig, "connectionString" | "ssl"> {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return { connectionString: url, ssl: false }; // the engine reports the error in the URL
  }
  const mode = parsed.searchParams.get("sslmode") ?? "require";
  const authority = parsed.searchParams.get("sslrootcert");
  for (const own of ["sslmode", "sslrootcert", "table"]) parsed.searchParams.delete(own);
  const connectionString = parsed.href;
  if (mode === "disable") return { connectionString, ssl: false };
  const ca = authority === null ? undefined : readFileSync(authority, "utf8");
  const rejectUnauthorized = mode.startsWith("verify-") || ca !== undefined;
  // Skip the host name check, except for `verify-full`.
  const anyHost = rejectUnauthorized && mode !== "verify-full" ? { checkServerIdentity: () => undefined } : {};
  return { connectionString, ssl: { rejectUnauthorized, ...anyHost, ...(ca !== undefined && { ca }) } };
}
