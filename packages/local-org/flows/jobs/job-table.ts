import { randomBytes } from "node:crypto";
import type { Store } from "../../store/store.ts";
import type { Author } from "../author.ts";

export type JobCommand = "Publish" | "Export" | "Validate";
export type JobStatus = "Registered" | "Started" | "Success" | "Failure";

/** One asynchronous job. `status` stays null until the job is final; before that it follows from the times. */
export interface JobRow {
  readonly id: string;
  readonly command: JobCommand;
  /** JSON of an `Author`. */
  readonly author: string;
  /** JSON of the request. */
  readonly request: string;
  /** Part of the presigned addresses. */
  readonly signature: string;
  readonly registeredAt: number;
  readonly startedAt: number | null;
  /** When the job is over, in epoch milliseconds. */
  readonly dueAt: number | null;
  readonly upload: string | null;
  readonly uploadHash: string | null;
  readonly status: "Success" | "Failure" | null;
  readonly flowId: string | null;
  /** JSON of a `JobMessage[]`. */
  readonly messages: string | null;
  /** JSON of the files to download. */
  readonly download: string | null;
}

const COLUMNS =
  "id, command, author, request, signature, registeredAt, startedAt, dueAt, upload, uploadHash, status, flowId, messages, download";

export interface NewJob {
  readonly command: JobCommand;
  readonly author: Author;
  readonly request: unknown;
  readonly now: number;
}

export function insertJob(store: Store, job: NewJob): JobRow {
  const id = store.newId();
  store.run(
    `INSERT INTO flowJobs (id, sequence, command, author, request, signature, registeredAt)
     VALUES (?, (SELECT coalesce(max(sequence), 0) + 1 FROM flowJobs), ?, ?, ?, ?, ?)`,
    id,
    job.command,
    JSON.stringify(job.author),
    JSON.stringify(job.request),
    randomBytes(16).toString("hex"),
    job.now,
  );
  return jobById(store, id) as JobRow;
}

export function jobById(store: Store, id: string): JobRow | undefined {
  return store.get<JobRow>(`SELECT ${COLUMNS} FROM flowJobs WHERE id = ?`, id);
}

/** Whether the flow of a publish job did not exist before it. */
export function createdByJob(store: Store, id: string): boolean {
  const sql = "SELECT 1 FROM flowJobs j JOIN flows f ON f.id = j.flowId WHERE j.id = ? AND f.createdAt >= j.startedAt";
  return store.get(sql, id) !== undefined;
}

/** Jobs whose time is over and whose work is not done yet, in the order in which they end. */
export function dueJobs(store: Store, now: number): JobRow[] {
  return store.all<JobRow>(
    `SELECT ${COLUMNS} FROM flowJobs WHERE status IS NULL AND dueAt IS NOT NULL AND dueAt <= ? ORDER BY dueAt, sequence`,
    now,
  );
}

/** Starts the job, which has everything that it needs: it runs until `dueAt`. Of jobs that end at once, the first started ends first. */
export function startJob(
  store: Store,
  id: string,
  o: { now: number; dueAt: number; upload?: string; uploadHash?: string; request?: unknown },
): void {
  store.run(
    `UPDATE flowJobs SET startedAt = ?, dueAt = ?, upload = ?, uploadHash = ?, request = coalesce(?, request),
       sequence = (SELECT max(sequence) + 1 FROM flowJobs) WHERE id = ?`,
    o.now,
    o.dueAt,
    o.upload ?? null,
    o.uploadHash ?? null,
    o.request === undefined ? null : JSON.stringify(o.request),
    id,
  );
}

export interface JobResult {
  readonly status: "Success" | "Failure";
  readonly flowId?: string;
  readonly messages: readonly unknown[];
  readonly download?: unknown;
}

/** Ends the job and removes its upload. */
export function finishJob(store: Store, id: string, result: JobResult): void {
  store.run(
    "UPDATE flowJobs SET status = ?, flowId = ?, messages = ?, download = ?, upload = NULL WHERE id = ?",
    result.status,
    result.flowId ?? null,
    JSON.stringify(result.messages),
    result.download === undefined ? null : JSON.stringify(result.download),
    id,
  );
}

/** The job's state in answers. */
export function jobStatus(job: JobRow): JobStatus {
  return job.status ?? (job.startedAt === null ? "Registered" : "Started");
}
