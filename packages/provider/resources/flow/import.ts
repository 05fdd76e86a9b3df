import { type ArchyDocument, DiagnosticError, digest, parseArchy } from "@genesys-flows/architect";
import { ApiFailure } from "../../api/failure.ts";
import type { Operation, ReadResult } from "../../rpc/provider.ts";
import type { Properties } from "../../rpc/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import { factsOf } from "./document.ts";
import { type FlowEntity, typeOfFlow } from "./entities.ts";
import { ExportFailed, exportFlow } from "./export.ts";
import { readMark } from "./mark.ts";
import { refuseForeign } from "./ownership.ts";
import { embeddedIn, publicationOf } from "./publication.ts";
import { type FlowState, outputsOf } from "./values.ts";

/**
 * A flow of which only the id is known (`pulumi import`, the option `import`): what the platform says about it. Its digest
 * is the one of its export, so that a program which holds that export adopts the flow without publishing it. The modules
 * that it holds become inputs, with their digests: a later change of one of them is then seen.
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
  const document = await exportOf(organisation, operation, live);
  const facts = document && factsOf(document, (message) => operation.log.warn(message));
  const modules = await heldModules(organisation, operation, live);
  const outputs: FlowState = {
    ...publication,
    type: typeOfFlow(live),
    digest: readMark(live.description)?.digest ?? facts?.digest ?? "",
    outline: facts?.outline,
    organizationId: organisation.id,
  };
  return { inputs: { modules }, outputs: outputsOf(outputs) };
}

/** The modules that the flow holds at their present version, by key, or by name where nobody manages them. */
async function heldModules(organisation: Organisation, operation: Operation, live: FlowEntity): Promise<Properties> {
  const held: Record<string, Properties> = {};
  for (const copy of await embeddedIn(organisation, live)) {
    const module = await organisation.flows.read(copy.id);
    if (!module) continue;
    if (module.publishedVersion?.id !== copy.version) {
      operation.log.info(
        `The flow holds version ${copy.version} of '${module.name}', whose published version is ${module.publishedVersion?.id}. Its next update takes that over.`,
      );
      continue;
    }
    const mark = readMark(module.description);
    const document = mark ? undefined : await exportOf(organisation, operation, module);
    const known = mark?.digest ?? (document && digest(document));
    if (known !== undefined) held[mark?.key ?? module.name] = { flowId: module.id, name: module.name, digest: known };
  }
  return held;
}

/** The export of a version; undefined, with a warning, when it cannot be had: the flow is imported all the same. */
async function exportOf(
  organisation: Organisation,
  operation: Operation,
  flow: FlowEntity,
): Promise<ArchyDocument | undefined> {
  const version = flow.publishedVersion?.id;
  if (version === undefined) return undefined;
  try {
    const { flows, pace } = organisation;
    const text = await exportFlow({ flows, pace, signal: operation.signal }, { id: flow.id, version });
    return parseArchy(text, { file: `${operation.urn.name}.yaml` });
  } catch (error) {
    if (!(error instanceof ApiFailure) && !(error instanceof DiagnosticError) && !(error instanceof ExportFailed))
      throw error;
    operation.log.warn(`The export of '${flow.name}' cannot be compared: ${error.message}`);
    return undefined;
  }
}
