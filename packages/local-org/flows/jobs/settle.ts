import { type Diagnostic, DiagnosticError, parseArchy } from "@genesys-flows/architect";
import type { OrganisationConfig } from "../../http/route.ts";
import type { SettleScope } from "../../service.ts";
import type { Author } from "../author.ts";
import { type PublishOutcome, publishDocument } from "../publishing/publish.ts";
import type { Finding } from "../validation/findings.ts";
import { dueJobs, finishJob, givenFindings, type JobRow } from "./job-table.ts";

export interface PublishJobRequest {
  readonly createStubs: boolean;
  /** Minimum duration and messages from a fault on demand, set at the registration or upload of the job. */
  readonly durationMs?: number;
  readonly messages?: OrganisationConfig["jobMessages"];
}

/**
 * Larger than the limit for a project's files, because the uploaded document has a different layout and contains the
 * ownership mark.
 */
const MAX_UPLOAD_BYTES = 4_000_000;

/**
 * Does the work of every publish job that is due, in the order of their end times. Each request first calls this in a
 * transaction, so that several processes that use one file agree on the content and time of each publication.
 */
export function settleDueJobs(scope: SettleScope): void {
  for (const job of dueJobs(scope.store, scope.clock.now())) settle(scope, job);
}

function settle(scope: SettleScope, job: JobRow): void {
  const now = job.dueAt ?? scope.clock.now();
  const { flowId, findings } = publishUpload(scope, job, now);
  finishJob(scope.store, job.id, { failed: flowId === undefined, flowId, findings, now });
}

function publishUpload(scope: SettleScope, job: JobRow, now: number): PublishOutcome {
  const text = job.upload ?? "";
  if (text.trim() === "") return { findings: [EMPTY_UPLOAD] };
  const { createStubs, messages } = JSON.parse(job.request) as PublishJobRequest;
  try {
    // A quoted placeholder without a value arrives unchanged and is kept (reference/platform-api.md §2.1).
    const document = parseArchy(text, { file: "upload.yaml", maxBytes: MAX_UPLOAD_BYTES, textPlaceholders: true });
    const given = givenFindings(messages, document.name);
    if (given.some((finding) => finding.type === "Error")) return { findings: given };
    const author = JSON.parse(job.author) as Author;
    const outcome = scope.store.transaction(() => publishDocument(scope, { document, author, now, createStubs }));
    return { ...outcome, findings: [...outcome.findings, ...given] };
  } catch (error) {
    return { findings: error instanceof DiagnosticError ? unreadable(error.diagnostics) : [unexpected(error)] };
  }
}

/** Messages for an upload that is not an Archy document. */
function unreadable(diagnostics: readonly Diagnostic[]): Finding[] {
  return diagnostics.map(({ code, message, hint, location }) => ({
    type: "Error",
    code,
    text: location ? `${message} (line ${location.line}, column ${location.column})` : message,
    explanation: hint ?? message,
  }));
}

/**
 * The message for an unexpected error, which ends only this job. If the error were thrown, every later request would
 * fail because of the same job.
 */
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
