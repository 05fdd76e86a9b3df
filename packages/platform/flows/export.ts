import { endedJob, type Pace } from "../organisation/pace.ts";
import type { ExportState } from "./entities.ts";
import type { FlowPlatform } from "./platform.ts";

/** An export job that ended without a file. */
export class ExportFailed extends Error {}

/**
 * The Architect YAML of one version of a flow, by an export job.
 * @throws ExportFailed with the job's messages, or when it does not end in time; ApiFailure; the signal's reason
 */
export async function exportFlow(
  context: { readonly flows: FlowPlatform; readonly pace: Pace; readonly signal: AbortSignal },
  flow: { readonly id: string; readonly version: string },
): Promise<string> {
  const { flows, pace, signal } = context;
  const job = await flows.registerExport(flow);
  // The first look is at once: small flows are exported by then.
  const look = () => flows.readExport(job);
  const isEnded = ({ downloadUrl, status }: ExportState) => Boolean(downloadUrl) || status === "Failure";
  const state = await endedJob(look, pace, { first: await look(), signal, isEnded });
  if (!state) throw new ExportFailed(`export job ${job} did not end in time`);
  if (state.downloadUrl) return flows.download(state.downloadUrl);
  const texts = (state.messages ?? []).map((message) => message.text).join("; ");
  throw new ExportFailed(`export job ${job} failed: ${texts || "no reason given"}`);
}
