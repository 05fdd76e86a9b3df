import type { ArchyDocument } from "@genesys-flows/architect";
import { ApiFailure, type JobState, pause, type RegisteredJob } from "@genesys-flows/platform";
import type { Operation } from "../../../engine/resource.ts";
import { JobContinues } from "../../../run/run-journal.ts";
import { explainJobMessages } from "../messages/job-messages.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";

const UPLOAD_ATTEMPTS = 3;

export interface PublishRequest {
  /** The document to upload, including the ownership mark. */
  readonly document: ArchyDocument;
  readonly source: { readonly document: ArchyDocument; readonly path: string | undefined };
  readonly createStubs: boolean;
}

/**
 * Runs a publish job: registers it, uploads the document and waits. The job finds its flow by type and name, or creates
 * it.
 * @returns id of the flow
 * @throws Error with every message of a failed job and the node of each; JobContinues if the update was cancelled in
 *   the meantime
 */
export async function publish(
  organisation: FlowOrganisation,
  operation: Operation,
  request: PublishRequest,
): Promise<string> {
  const { flows, jobTimes } = organisation;
  const { log } = operation;
  const job = await flows.registerJob({ createStubs: request.createStubs });
  // The job is recorded before the upload. A version without a recorded job is therefore not from an interrupted run.
  await organisation.publishNotes.registered(operation.urn, job.id, log.debug);
  const startedAt = performance.now();
  await upload(organisation, operation, job, request.document.text).catch((error: unknown) => {
    // The document may have arrived anyway.
    throw operation.signal.aborted ? new JobContinues(job.id) : error;
  });
  log.progress("uploaded");
  const state = await finalState(organisation, operation, job.id);
  jobTimes.add(performance.now() - startedAt);

  const explained = await explainJobMessages(state.messages ?? [], request.source);
  if (state.status !== "Success") {
    await organisation.publishNotes.drop(operation.urn, log.debug);
    const messages =
      explained.length > 0 ? explained.map(({ text }) => `- ${text}`).join("\n") : "- the platform gave no reason";
    throw new Error(
      `Publishing '${request.document.name}' failed (job ${job.id}). Nothing was published:\n${messages}`,
    );
  }
  for (const { text, severity } of explained) if (severity === "warning") log.warn(text);
  if (!state.flow) throw new Error(`Publish job ${job.id} succeeded, but its result does not name a flow.`);
  return state.flow.id;
}

/** Uploads the document. If the response is lost, the job status shows whether the document arrived. */
async function upload(
  organisation: FlowOrganisation,
  operation: Operation,
  job: RegisteredJob,
  text: string,
): Promise<void> {
  const { flows } = organisation;
  for (let attempt = 1; ; attempt++) {
    try {
      return await flows.upload(job, text);
    } catch (error) {
      const passing =
        error instanceof ApiFailure &&
        (error.kind === "network" || error.kind === "server" || error.kind === "rate-limit");
      if (!passing || attempt >= UPLOAD_ATTEMPTS) throw error;
      await pause(error.retryAfterMs ?? attempt * 500, operation.signal);
      if ((await flows.readJob(job.id)).status !== "Registered") return;
    }
  }
}

async function finalState(organisation: FlowOrganisation, operation: Operation, jobId: string): Promise<JobState> {
  const { flows, pace, jobTimes } = organisation;
  const startedAt = performance.now();
  let wait = jobTimes.median ?? pace.firstPollMs;
  let shown = "";
  try {
    for (;;) {
      await pause(wait, operation.signal);
      const state = await flows.readJob(jobId);
      if (state.status === "Success" || state.status === "Failure") return state;
      const elapsed = performance.now() - startedAt;
      if (elapsed > pace.jobLimitMs) {
        throw new Error(
          `Publish job ${jobId} is still '${state.status}' after ${Math.round(elapsed / 60_000)} minutes.`,
        );
      }
      const progress = `validating ${Math.round(elapsed / 1000)} s`;
      if (progress !== shown) operation.log.progress(progress);
      shown = progress;
      wait = Math.min(pace.longestPollMs, Math.max(pace.firstPollMs / 2, elapsed * 0.3));
    }
  } catch (error) {
    if (!operation.signal.aborted) throw error;
    throw new JobContinues(jobId);
  }
}
