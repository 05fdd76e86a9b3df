import { DiagnosticError, parseArchy } from "@genesys-flows/architect";
import type { Context, OrganisationConfig } from "../../http/route.ts";
import type { Author } from "../author.ts";
import { type PublishOutcome, publishDocument } from "../publishing/publish.ts";
import type { Finding } from "../validation/findings.ts";
import { dueJobs, finishJob, type JobRow } from "./job-table.ts";
import { givenFindings, jobMessages, unreadable } from "./messages.ts";

/** The request of a publish job. */
export interface PublishJobRequest {
  readonly createStubs: boolean;
  /** Minimum duration and messages, from a fault on demand at its registration or upload. */
  readonly durationMs?: number;
  readonly messages?: OrganisationConfig["jobMessages"];
}

/** More than a project's files may have: the sent document has another layout and the ownership mark. */
const MAX_UPLOAD_BYTES = 4_000_000;

type Scope = Pick<Context, "store" | "directory" | "clock">;

/**
 * Does the work of every publish job whose time is over, in the order in which they end. The next request calls it, in a
 * transaction: so several processes on one file agree on what was published, and when.
 */
export function settleDueJobs(scope: Scope): void {
  for (const job of dueJobs(scope.store, scope.clock.now())) settle(scope, job);
}

function settle(scope: Scope, job: JobRow): void {
  const now = job.dueAt ?? scope.clock.now();
  const { flowId, findings } = publishUpload(scope, job, now);
  const status = flowId === undefined ? "Failure" : "Success";
  finishJob(scope.store, job.id, { status, flowId, messages: jobMessages(findings, now) });
}

function publishUpload({ store, directory }: Scope, job: JobRow, now: number): PublishOutcome {
  const text = job.upload ?? "";
  if (text.trim() === "") return { findings: [EMPTY_UPLOAD] };
  const { createStubs, messages } = JSON.parse(job.request) as PublishJobRequest;
  try {
    // A quoted placeholder without a value arrives and stays unchanged (reference/platform-api.md §2.1).
    const document = parseArchy(text, { file: "upload.yaml", maxBytes: MAX_UPLOAD_BYTES, textPlaceholders: true });
    const given = givenFindings(messages, document.name);
    if (given.some((finding) => finding.type === "Error")) return { findings: given };
    const author = JSON.parse(job.author) as Author;
    const request = { document, author, now, createStubs };
    const outcome = store.transaction(() => publishDocument(store, directory, request));
    return { ...outcome, findings: [...outcome.findings, ...given] };
  } catch (error) {
    return { findings: error instanceof DiagnosticError ? unreadable(error.diagnostics) : [unexpected(error)] };
  }
}

/** A defect ends only this job. If it were thrown, every later request would fail at the job. */
function unexpected(error: unknown): Finding {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { type: "Error", code: "internal-error", text: `The job ended unexpectedly: ${error}`, explanation: stack };
}

const EMPTY_UPLOAD: Finding = {
  type: "Error",
  code: "empty-upload",
  text: "The uploaded file is empty.",
  explanation: "A retried upload arrives empty when the first attempt has already consumed its body.",
};
