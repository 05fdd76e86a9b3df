import type { KnownVersion, PublishNote, PublishNotes } from "@genesys-flows/project/publish-notes";
import type { ResourceUrn } from "@genesys-flows/project/state";
import { ifFound } from "../client/failure.ts";
import { endedJob, lookAgain, type Pace } from "../organisation/pace.ts";
import type { JobState } from "./entities.ts";
import type { FlowPlatform } from "./platform.ts";

/** What became of a version that an interrupted run was about to publish. */
export interface InterruptedPublish {
  readonly note: PublishNote;
  /** The flow into which its job published; undefined where it published nothing, or where that is not known any more. */
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
 * What an interrupted run published of a flow and the state does not know, once the run's publish job has ended: a job that still
 * runs is waited for. Without a note, it makes no request.
 * @param known the flow in the state; undefined for a flow that the state does not know
 * @throws ApiFailure, the signal's reason
 */
export async function interruptedPublish(
  { id: organizationId, flows, pace, publishNotes }: NotedOrganisation,
  { urn, log, signal }: FollowedRun,
  known: KnownVersion | undefined,
): Promise<InterruptedPublish | undefined> {
  const note = publishNotes.of(urn, organizationId, known, log.debug);
  // A run notes its job before it sends the document.
  if (note?.jobId === undefined) return note && { note };
  const job = await ifFound(endOf(note.jobId, { flows, pace }, { log, signal }));
  const isPublished = job?.status === "Success" && job.flow != null;
  return { note, ...(isPublished && { flowId: job.flow?.id ?? "" }) };
}

/** The version of a flow after which an interrupted run published another one; undefined where it did not. */
export function versionBefore(interrupted: InterruptedPublish | undefined, id: string): string | undefined {
  return interrupted?.flowId === id ? interrupted.note.before : undefined;
}

/** The state of a job once it has ended; undefined for one that never ends. @throws ApiFailure `not-found` where it is not known any more */
async function endOf(
  jobId: string,
  { flows, pace }: Pick<NotedOrganisation, "flows" | "pace">,
  { log, signal }: Pick<FollowedRun, "log" | "signal">,
): Promise<JobState | undefined> {
  const look = () => flows.readJob(jobId);
  // A job without a document never begins. The last bytes of a killed process may arrive somewhat later.
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
