import type { KnownVersion, PublishNote, PublishNotes } from "@genesys-flows/project/publish-notes";
import type { ResourceUrn } from "@genesys-flows/project/state";
import { ApiFailure } from "../client/failure.ts";
import { pause } from "../client/waiting.ts";
import { lookAgain, type Pace } from "../organisation/pace.ts";
import type { JobState } from "./entities.ts";
import type { FlowPlatform } from "./platform.ts";

/** What became of a version that an interrupted run was about to publish. */
export interface InterruptedPublish {
  readonly note: PublishNote;
  /** The flow into which its job published; undefined where it published nothing, or where that is not known any more. */
  readonly flowId?: string;
}

interface InterruptedLog {
  progress(message: string): void;
  debug(message: string): void;
}

/** The organisation, and the notes of this stack. */
interface NotedOrganisation {
  readonly id: string;
  readonly flows: FlowPlatform;
  readonly pace: Pace;
  readonly publishNotes: PublishNotes;
}

/**
 * What an interrupted run published of a flow and the state does not know, once the run's publish job has ended: a job that still
 * runs is waited for. Without a note, it makes no request.
 *
 * @param known the flow in the state; undefined for a flow that the state does not know
 * @throws ApiFailure, the signal's reason
 */
export async function interruptedPublish(
  { id: organizationId, flows, pace, publishNotes }: NotedOrganisation,
  { urn, log, signal }: { readonly urn: ResourceUrn; readonly log: InterruptedLog; readonly signal: AbortSignal },
  known: KnownVersion | undefined,
): Promise<InterruptedPublish | undefined> {
  const note = publishNotes.of(urn, organizationId, known, log.debug);
  // A run notes its job before it sends the document.
  if (note?.jobId === undefined) return note && { note };
  const job = await endOf(note.jobId, { flows, pace, signal, onWait: (text) => log.progress(text) });
  const isPublished = job?.status === "Success" && job.flow != null;
  return { note, ...(isPublished && { flowId: job.flow?.id ?? "" }) };
}

/** The version of a flow after which an interrupted run published another one; undefined where it did not. */
export function versionBefore(interrupted: InterruptedPublish | undefined, id: string): string | undefined {
  return interrupted?.flowId === id ? interrupted.note.before : undefined;
}

/** The state of a job once it has ended; undefined for one that the platform does not know any more, or that never ends. */
async function endOf(
  jobId: string,
  {
    flows,
    pace,
    signal,
    onWait,
  }: {
    readonly flows: FlowPlatform;
    readonly pace: Pace;
    readonly signal: AbortSignal;
    readonly onWait: (text: string) => void;
  },
): Promise<JobState | undefined> {
  const look = () => flows.readJob(jobId);
  try {
    // A job without a document never begins. The last bytes of a killed process may arrive somewhat later.
    const isSent = ({ status }: JobState) => status !== "Registered";
    let job = await lookAgain(await look(), look, { waits: pace.doubtMs, signal, isSettled: isSent });
    if (!isSent(job)) return undefined;
    const startedAt = performance.now();
    for (let wait = pace.firstPollMs; ; wait = Math.min(pace.longestPollMs, wait * 1.5)) {
      if (job.status === "Success" || job.status === "Failure") return job;
      if (performance.now() - startedAt > pace.jobLimitMs) return undefined;
      onWait(`waiting for publish job ${jobId} of an interrupted run`);
      await pause(wait, signal);
      job = await look();
    }
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === "not-found") return undefined;
    throw error;
  }
}
