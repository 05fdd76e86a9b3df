import { pause } from "../client/waiting.ts";
import type { Pace } from "../organisation/pace.ts";
import type { FlowPlatform } from "./platform.ts";

/** An export job that ended without a file. */
export class ExportFailed extends Error {}

/**
 * The Architect YAML of one version of a flow, by an export job.
 *
 * @throws ExportFailed with the job's messages, or when it does not end in time; ApiFailure; the signal's reason
 */
export async function exportFlow(
  context: { readonly flows: FlowPlatform; readonly pace: Pace; readonly signal: AbortSignal },
  flow: { readonly id: string; readonly version: string },
): Promise<string> {
  const { flows, pace, signal } = context;
  const job = await flows.registerExport(flow);
  const startedAt = performance.now();
  // The first look is at once: small flows are exported by then.
  for (let wait = pace.firstPollMs; ; wait = Math.min(pace.longestPollMs, wait * 1.5)) {
    const state = await flows.readExport(job);
    if (state.downloadUrl) return flows.download(state.downloadUrl);
    const texts = (state.messages ?? []).map((message) => message.text).join("; ");
    if (state.status === "Failure") throw new ExportFailed(`export job ${job} failed: ${texts || "no reason given"}`);
    if (performance.now() - startedAt > pace.jobLimitMs)
      throw new ExportFailed(`export job ${job} did not end in time`);
    await pause(wait, signal);
  }
}
