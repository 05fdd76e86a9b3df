import { notFound } from "../../http/api-error.ts";
import type { Context, JsonObject } from "../../http/route.ts";
import { authorOf } from "../author.ts";
import type { Finding } from "../validation/findings.ts";
import { finishJob, insertJob, type JobCommand, type JobRow, jobById, startJob } from "./job-table.ts";
import { givenFindings, jobMessages } from "./messages.ts";

export interface ImmediateJob {
  readonly command: JobCommand;
  readonly request: unknown;
  readonly findings: readonly Finding[];
  /** Files to download when it succeeds. */
  readonly download?: unknown;
}

/**
 * A job whose result is computed at its request and shown when its time is over. It fails when the findings contain an error.
 */
export function registerImmediateJob(context: Context, job: ImmediateJob): { id: string; status: string } {
  const { store, caller, clock, config } = context;
  const now = clock.now();
  const { command, request } = job;
  const { id } = insertJob(store, { command, author: authorOf(caller), request, now });
  startJob(store, id, { now, dueAt: now + config.jobDurationMs });
  const findings = [...givenFindings(config.jobMessages), ...job.findings];
  const failed = findings.some((finding) => finding.type === "Error");
  finishJob(store, id, {
    status: failed ? "Failure" : "Success",
    messages: jobMessages(findings, now),
    download: failed ? undefined : job.download,
  });
  return { id, status: statusOf(context, jobById(store, id) as JobRow) };
}

/** Never `Registered`: clients treat that as an error (reference/platform-api.md §2.1). */
export function presentImmediateJob(context: Context, job: JobRow, o: { readonly path: string }): JsonObject {
  const status = statusOf(context, job);
  const messages = context.query.all("expand").includes("messages") && status !== "Started";
  return {
    id: job.id,
    status,
    command: job.command,
    ...(messages ? { messages: JSON.parse(job.messages ?? "[]") } : {}),
    selfUri: `${o.path}/${job.id}`,
  };
}

export function isOver({ clock }: Pick<Context, "clock">, job: JobRow): boolean {
  return (job.dueAt ?? 0) <= clock.now();
}

/** The job of the path. @throws ApiError 404 `architect.job.not.found`, for jobs of another command too */
export function requireJob({ store, params }: Context, command: JobCommand): JobRow {
  const job = jobById(store, params["jobId"] ?? "");
  if (job?.command === command) return job;
  throw notFound("Could not find the job with specified ID.", "architect.job.not.found");
}

function statusOf(context: Context, job: JobRow): string {
  return isOver(context, job) ? (job.status ?? "Failure") : "Started";
}
