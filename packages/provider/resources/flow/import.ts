import { type ArchyDocument, DiagnosticError, parseArchy } from "@genesys-flows/architect";
import { pause } from "../../api/budget.ts";
import { ApiFailure } from "../../api/failure.ts";
import type { Operation, ReadResult } from "../../rpc/provider.ts";
import type { Organisation } from "../../run/organisation.ts";
import { factsOf } from "./document.ts";
import { type FlowEntity, typeOfFlow } from "./entities.ts";
import { readMark } from "./mark.ts";
import { refuseForeign } from "./ownership.ts";
import { publicationOf } from "./publication.ts";
import { type FlowState, outputsOf } from "./values.ts";

/**
 * A flow of which only the id is known (`pulumi import`, the option `import`): what the platform says about it. Its digest
 * is the one of its export, so that a program which holds that export adopts the flow without publishing it.
 *
 * @throws Error when another stack manages the flow
 */
export async function importFlow(
  organisation: Organisation,
  operation: Operation,
  live: FlowEntity,
): Promise<ReadResult> {
  refuseForeign(live, operation.urn);
  const publication = await publicationOf(organisation, live);
  const document = await exportOf(organisation, operation, { id: live.id, version: publication.publishedVersion });
  const facts = document && factsOf(document, (message) => operation.log.warn(message));
  const outputs: FlowState = {
    ...publication,
    type: typeOfFlow(live),
    digest: readMark(live.description)?.digest ?? facts?.digest ?? "",
    outline: facts?.outline,
    organizationId: organisation.id,
  };
  return { inputs: {}, outputs: outputsOf(outputs) };
}

/** The export of a version; undefined, with a warning, when it cannot be had: the flow is imported all the same. */
async function exportOf(
  organisation: Organisation,
  operation: Operation,
  flow: { id: string; version: string },
): Promise<ArchyDocument | undefined> {
  if (flow.version === "") return undefined;
  try {
    const text = await organisation.flows.download(await exportAddress(organisation, operation, flow));
    return parseArchy(text, { file: `${operation.urn.name}.yaml` });
  } catch (error) {
    if (!(error instanceof ApiFailure) && !(error instanceof DiagnosticError) && !(error instanceof ExportFailed))
      throw error;
    operation.log.warn(`The export of the flow cannot be compared, so the next update publishes it: ${error.message}`);
    return undefined;
  }
}

class ExportFailed extends Error {}

async function exportAddress(
  organisation: Organisation,
  operation: Operation,
  flow: { id: string; version: string },
): Promise<string> {
  const { flows, pace } = organisation;
  const job = await flows.registerExport(flow);
  const startedAt = Date.now();
  for (let wait = pace.firstPollMs; ; wait = Math.min(pace.longestPollMs, wait * 1.5)) {
    const state = await flows.readExport(job);
    if (state.downloadUrl) return state.downloadUrl;
    const texts = (state.messages ?? []).map((message) => message.text).join("; ");
    if (state.status === "Failure") throw new ExportFailed(`export job ${job} failed: ${texts}`);
    if (Date.now() - startedAt > pace.jobLimitMs) throw new ExportFailed(`export job ${job} does not end`);
    await pause(wait, operation.signal);
  }
}
