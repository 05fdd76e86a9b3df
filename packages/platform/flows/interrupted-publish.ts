import type { KnownVersion, PublishNote, PublishNotes } from "@genesys-flows/project/publish-notes";
import type { ResourceUrn } from "@genesys-flows/project/state";
import { ifFound } from "../client/failure.ts";
import { endedJob, lookAgain, type Pace } from "../organisation/pace.ts";
import type { JobState } from "./entities.ts";
import type { FlowPlatform } from "./platform.ts";

/** The outcome of a publish that an interrupted run began. */
export interface InterruptedPublish {
  readonly note: PublishNote;
  /** The flow that the publish job published; undefined if it published nothing, or if the job is no longer known. */
  readonly flowId?: string;
}

interface FollowedRun {
  readonly urn: ResourceUrn;
  readonly log: { progress(message: string): void; debug(message: string): void };
  readonly signal: AbortSignal;
}

interface NotedOrganisation {
  readonly id: string;
  readonly flows: FlowPlatform;
  readonly pace: Pace;
  readonly publishNotes: PublishNotes;
}

/**
 * Finds a version of a flow that an interrupted run published but did not record in the state. Waits for the publish
 * job if it is still running. Makes no request if the run left no note.
 * @param known the flow in the state; undefined if the state does not contain it
 * @throws ApiFailure, the signal's reason
 */
export async function interruptedPublish(
  { id: organizationId, flows, pace, publishNotes }: NotedOrganisation,
  { urn, log, signal }: FollowedRun,
  known: KnownVersion | undefined,
): Promise<InterruptedPublish | undefined> {
  const note = publishNotes.of(urn, organizationId, known, log.debug);
  // A run records its job in the note before it sends the document.
  if (note?.jobId === undefined) return note && { note };
  const job = await ifFound(endOf(note.jobId, { flows, pace }, { log, signal }));
  const isPublished = job?.status === "Success" && job.flow != null;
  return { note, ...(isPublished && { flowId: job.flow?.id ?? "" }) };
}

/** The version that was live before an interrupted run published a new one; undefined if the run published nothing. */
export function versionBefore(interrupted: InterruptedPublish | undefined, id: string): string | undefined {
  return interrupted?.flowId === id ? interrupted.note.before : undefined;
}

/**
 * The state of a job once it has ended; undefined if the job does not end.
 * @throws ApiFailure `not-found` if the platform no longer knows the job
 */
async function endOf(
  jobId: string,
  { flows, pace }: Pick<NotedOrganisation, "flows" | "pace">,
  { log, signal }: Pick<FollowedRun, "log" | "signal">,
): Promise<JobState | undefined> {
  const look = () => flows.readJob(jobId);
  // A job without a document never starts. An upload from a killed process may still complete a little later.
  const isSent = ({ status }: JobState) => status !== "Registered";
  const sent = await lookAgain(await look(), look, { waits: pace.doubtMs, signal, isSettled: isSent });
  if (!isSent(sent)) return undefined;
  return endedJob(look, pace, {
    first: sent,
    signal,
    isEnded: ({ status }) => status === "Success" || status === "Failure",
    onWait: () => log.progress(`waiting for publish job ${jobId} of an interrupted run`),
  });
}
