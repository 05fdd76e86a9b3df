import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ArchyDocument } from "@genesys-flows/architect";
import { DiagnosticError } from "@genesys-flows/architect/diagnostic";
import { kernel } from "@genesys-flows/architect/kernel";
import {
  ApiFailure,
  type DesiredContent,
  ExportFailed,
  exportFlow,
  type FlowEntity,
  type HeldCopy,
  heldCopies,
  isPublishedBy,
  isSameContent,
  isStale,
  publicationOf,
  readMark,
  typeOfFlow,
} from "@genesys-flows/platform";
import type { Operation, ReadResult } from "../../../engine/resource.ts";
import { Asset } from "../../../engine/values.ts";
import { factsOf } from "../document.ts";
import { refuseForeign } from "../reading/ownership.ts";
import { type FlowState, type HeldModule, modulesOutput, outputsOf } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";

/**
 * Imports a flow by id (`pulumi import` or the option `import`). The flow's digest is the digest of its export, so that
 * a program with that export adopts the flow without publishing it. The digests of its modules are recorded, so that a
 * later change to a module is detected. `pulumi import` of a bare flow writes the export to a file, which becomes its
 * document.
 * @param desired the program's document for the flow: if the live version has the same content, nothing needs to be
 * published
 * @throws Error if a different stack manages the flow
 */
export async function importFlow(
  organisation: FlowOrganisation,
  operation: Operation,
  live: FlowEntity,
  desired?: DesiredContent,
): Promise<ReadResult> {
  refuseForeign(live, operation.urn);
  const [publication, exported, copies, documentNeeded] = await Promise.all([
    publicationOf(organisation.flows, live),
    exportOf(organisation, operation, live),
    heldCopies(organisation.flows, live),
    needsDocument(operation),
  ]);
  const document = exported && documentNeeded && (await writeImported(organisation.folder, exported, operation));
  const facts = exported && factsOf(exported, (message) => operation.log.warn(message));
  const isDesired = exported && desired && isSameContent(desired.document, exported);
  // Without a program, there is nothing to compare. If this client published the version, its mark contains the
  // document's digest.
  const isBare = !document && !desired && isPublishedBy(live, organisation.flows.clientId);
  const known = isDesired ? desired.digest : isBare ? readMark(live.description)?.digest : undefined;
  for (const copy of copies.filter(isStale)) warnOfStale(operation, live, { ...copy, bare: documentNeeded });
  const modules = await heldModules(organisation, operation, copies);
  const outputs: FlowState = {
    ...publication,
    type: typeOfFlow(live),
    digest: known ?? facts?.digest ?? "",
    outline: facts?.outline,
    modules,
    organizationId: organisation.id,
  };
  // Inputs for a bare program: a stale module has no digest.
  const present = Object.entries(modules).filter(([, module]) => module.digest !== "");
  const inputs = { ...(document && { document }), modules: modulesOutput(Object.fromEntries(present)) };
  return { inputs, outputs: outputsOf(outputs) };
}

/**
 * Modules that the flow holds, by key, or by name if no stack manages them. If the flow does not hold the published
 * version of a module, the digest is empty. An empty digest never matches, so the flow will be republished unless `pin`
 * holds it back.
 */
async function heldModules(
  organisation: FlowOrganisation,
  operation: Operation,
  copies: readonly HeldCopy[],
): Promise<Record<string, HeldModule>> {
  const held: Record<string, HeldModule> = {};
  for (const copy of copies) {
    const { module } = copy;
    const mark = readMark(module.description);
    // An edit in Architect keeps the mark.
    const marked = isPublishedBy(module, organisation.flows.clientId) ? mark?.digest : undefined;
    const known = isStale(copy) ? "" : (marked ?? (await exportedDigest(organisation, operation, module)));
    if (known !== undefined) held[mark?.key ?? module.name] = { flowId: module.id, name: module.name, digest: known };
  }
  return held;
}

/** Digest of the export of a published version. Requested once per run, because many callers hold the same module. */
function exportedDigest(
  organisation: FlowOrganisation,
  operation: Operation,
  module: FlowEntity,
): Promise<string | undefined> {
  const known = organisation.exportedDigests;
  const key = `${module.id} ${module.publishedVersion?.id}`;
  const answer =
    known.get(key) ??
    exportOf(organisation, operation, module).then((document) => document && kernel().digest(document));
  known.set(key, answer);
  return answer;
}

function warnOfStale({ log }: Operation, flow: FlowEntity, o: HeldCopy & { bare: boolean }): void {
  const { module, held, live, bare } = o;
  log.warn(
    `'${flow.name}' holds version ${held} of the module '${module.name}', but version ${live} is published. The flow still runs ${held}. ` +
      (bare
        ? `The import publishes nothing. To publish the flow with version ${live}, change its document, or name the module in \`modules\`.`
        : `Unless \`pin\` holds it back, an update publishes the flow with version ${live}.`),
  );
}

/** Exports a version. If the export cannot be read, warns and returns undefined, and the flow is still imported. */
async function exportOf(
  organisation: FlowOrganisation,
  operation: Operation,
  flow: FlowEntity,
): Promise<ArchyDocument | undefined> {
  const version = flow.publishedVersion?.id;
  if (version === undefined) return undefined;
  try {
    const { flows, pace } = organisation;
    const text = await exportFlow({ flows, pace, signal: operation.signal }, { id: flow.id, version });
    return kernel().parseArchy(text, { file: `${operation.urn.name}.yaml` });
  } catch (error) {
    if (!(error instanceof ApiFailure) && !(error instanceof DiagnosticError) && !(error instanceof ExportFailed))
      throw error;
    operation.log.warn(`The export of '${flow.name}' cannot be compared: ${error.message}`);
    return undefined;
  }
}

/** Project folder for the documents of flows imported with `pulumi import`. The loader skips this folder. */
const importedFolder = "flows/imported";

/**
 * Whether this is a `pulumi import` of a bare flow, whose document must be written to a file. The engine makes the same
 * call for the option `import` of a program, which already has a document. Unlike `pulumi import`, a program registers
 * a root resource, and a flow in a component of this project has its file under `flows/`.
 */
async function needsDocument(operation: Operation): Promise<boolean> {
  if (/::genesys-flows:[^:]*:[^:$]*\$/.test(operation.urn.text)) return false;
  return !(await operation.runsProgram());
}

/**
 * Writes an export to `flows/imported/<name>.yaml`. An existing file is not changed and becomes the document even if
 * its content differs, for example if a second stack imports the flow of its own organisation under the same name.
 * @returns the file as an asset, with a path relative to the project; undefined, with a warning, if the file cannot be
 * written
 */
async function writeImported(
  folder: string,
  document: ArchyDocument,
  operation: Operation,
): Promise<Asset | undefined> {
  const { log, urn } = operation;
  const file = `${importedFolder}/${fileName(urn.name)}.yaml`;
  let text: string;
  try {
    text = await kept(path.join(folder, file), document.text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    log.warn(
      `The document of '${document.name}' cannot be written to ${file}: ${code ?? message}. The flow is imported; set its \`document\` yourself.`,
    );
    return undefined;
  }
  if (says(text, document)) log.info(`The document of '${document.name}' is in ${file}.`);
  else {
    log.warn(
      `${file} already exists with different content, and was not changed. The next update overwrites '${document.name}' with it. ` +
        "To use the export instead, remove the file and import again.",
    );
  }
  return new Asset({ path: file, hash: createHash("sha256").update(text).digest("hex") });
}

/** Writes a file unless it already exists. Returns the content of the file. */
async function kept(file: string, text: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, text, { flag: "wx" });
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return readFile(file, "utf8");
  }
}

function says(text: string, document: ArchyDocument): boolean {
  try {
    return (
      text === document.text ||
      kernel().digest(kernel().parseArchy(text, { file: document.file })) === kernel().digest(document)
    );
  } catch (error) {
    if (error instanceof DiagnosticError) return false;
    throw error;
  }
}

/** A resource name as a file name, without path separators and not hidden. */
function fileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._ -]+/gu, "-").replace(/^[. ]+/, "-") || "flow";
}
