import { randomBytes } from "node:crypto";
import { notFound } from "../../http/api-error.ts";
import type { Context, JsonObject, OrganisationConfig } from "../../http/route.ts";
import type { Store } from "../../store/store.ts";
import type { Deed } from "../author.ts";
import type { Finding } from "../validation/findings.ts";

export type JobCommand = "Publish" | "Export" | "Validate";

/** One asynchronous job. `status` is null until the job ends; until then, the status is calculated from the times. */
export interface JobRow {
  readonly id: string;
  readonly command: JobCommand;
  /** JSON of an `Author`. */
  readonly author: string;
  /** JSON of the request. */
  readonly request: string;
  /** Part of the presigned URLs. */
  readonly signature: string;
  readonly registeredAt: number;
  readonly startedAt: number | null;
  /** When the job ends, in epoch milliseconds. */
  readonly dueAt: number | null;
  readonly upload: string | null;
  readonly uploadHash: string | null;
  readonly status: "Success" | "Failure" | null;
  readonly flowId: string | null;
  /** JSON of the messages. */
  readonly messages: string | null;
  /** JSON of the files to download. */
  readonly download: string | null;
}

const COLUMNS =
  "id, command, author, request, signature, registeredAt, startedAt, dueAt, upload, uploadHash, status, flowId, messages, download";

export function insertJob(store: Store, o: Deed & { command: JobCommand; request: unknown }): JobRow {
  const id = store.newId();
  store.insert("flowJobs", {
    id,
    sequence: nextSequence(store),
    command: o.command,
    author: JSON.stringify(o.author),
    request: JSON.stringify(o.request),
    signature: randomBytes(16).toString("hex"),
    registeredAt: o.now,
  });
  return jobById(store, id) as JobRow;
}

function nextSequence(store: Store): number {
  const last = store.get<{ last: number | null }>("SELECT max(sequence) AS last FROM flowJobs")?.last;
  return (last ?? 0) + 1;
}

export function jobById(store: Store, id: string): JobRow | undefined {
  return store.get<JobRow>(`SELECT ${COLUMNS} FROM flowJobs WHERE id = ?`, id);
}

/** Whether a publish job created its flow. */
export function createdByJob(store: Store, id: string): boolean {
  const sql = "SELECT 1 FROM flowJobs j JOIN flows f ON f.id = j.flowId WHERE j.id = ? AND f.createdAt >= j.startedAt";
  return store.get(sql, id) !== undefined;
}

/** Jobs that are due and whose work is not yet done, in the order of their end times. */
export function dueJobs(store: Store, now: number): JobRow[] {
  return store.all<JobRow>(
    `SELECT ${COLUMNS} FROM flowJobs WHERE status IS NULL AND dueAt IS NOT NULL AND dueAt <= ? ORDER BY dueAt, sequence`,
    now,
  );
}

/**
 * Starts a job with complete input, which runs until `dueAt`. If jobs end at the same time, the first one that started
 * ends first.
 */
export function startJob(
  store: Store,
  id: string,
  o: { now: number; dueAt: number; upload?: string; uploadHash?: string; request?: unknown },
): void {
  store.run(
    `UPDATE flowJobs SET startedAt = ?, dueAt = ?, upload = ?, uploadHash = ?, request = coalesce(?, request),
       sequence = ? WHERE id = ?`,
    o.now,
    o.dueAt,
    o.upload ?? null,
    o.uploadHash ?? null,
    o.request === undefined ? null : JSON.stringify(o.request),
    nextSequence(store),
    id,
  );
}

/** Ends the job with messages and removes its upload. */
export function finishJob(
  store: Store,
  id: string,
  o: { failed: boolean; findings: readonly Finding[]; now: number; flowId?: string; download?: unknown },
): void {
  store.run(
    "UPDATE flowJobs SET status = ?, flowId = ?, messages = ?, download = ?, upload = NULL WHERE id = ?",
    o.failed ? "Failure" : "Success",
    o.flowId ?? null,
    JSON.stringify(jobMessages(o.findings, o.now)),
    o.download === undefined ? null : JSON.stringify(o.download),
    id,
  );
}

/** `ArchitectJobMessage` of the API. */
function jobMessages(findings: readonly Finding[], now: number): JsonObject[] {
  const dateTime = new Date(now).toISOString();
  return findings.map(({ type, text, code, explanation }) => ({
    dateTime,
    type,
    text,
    details: [{ type: "validation", errorCode: code, errorMessage: explanation }],
  }));
}

/**
 * The job's state in responses. The result of a job on existing versions is computed at the time of the request and
 * shown when the job ends. A publish job that has ended does not run again, even if the clock is set back.
 */
export function jobStatus(job: JobRow, now: number): "Registered" | "Started" | "Success" | "Failure" {
  if (job.startedAt === null) return "Registered";
  const isShown = job.command === "Publish" || (job.dueAt ?? 0) <= now;
  return isShown && job.status !== null ? job.status : "Started";
}

/** A job as the API shows it. Clients treat `Registered` as an error of a job without an upload (reference/platform-api.md §2.1). */
export function presentJob({ query, clock }: Pick<Context, "query" | "clock">, job: JobRow, path: string): JsonObject {
  const status = jobStatus(job, clock.now());
  const isKept = status === "Started" && job.messages !== null;
  return {
    id: job.id,
    flow: job.flowId === null ? undefined : { id: job.flowId, selfUri: `/api/v2/flows/${job.flowId}` },
    status,
    command: job.command,
    messages: query.all("expand").includes("messages") && !isKept ? JSON.parse(job.messages ?? "[]") : undefined,
    selfUri: `${path}/${job.id}`,
  };
}

/** The job in the path. @throws ApiError 404 `architect.job.not.found`, even for jobs of a different command */
export function requireJob({ store, params }: Pick<Context, "store" | "params">, command: JobCommand): JobRow {
  const job = jobById(store, params["jobId"] ?? "");
  if (job?.command === command) return job;
  throw notFound("Could not find the job with specified ID.", "architect.job.not.found");
}

/** Messages that a fault on demand adds to the job of a flow. */
export function givenFindings(messages: OrganisationConfig["jobMessages"], flow?: string): Finding[] {
  const own = (messages ?? []).filter((message) => message.flow === undefined || message.flow === flow);
  return own.map(({ type, text }) => ({ type, text, code: "local.fault", explanation: text }));
}
