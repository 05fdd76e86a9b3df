import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ArchyDocument, DiagnosticError, parseArchy } from "@genesys-flows/architect";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { ApiFailure, ExportFailed, exportFlow, type FlowEntity } from "@genesys-flows/platform";
import { presentText } from "../changing/write-files.ts";
import type { Context } from "../context.ts";
import type { OpenStack } from "../open-stack.ts";

/** Number of requests for one export: create the job, poll it, download the file. */
export const REQUESTS_OF_EXPORT = 3;

/** The path of a version's export, relative to the project. The content of a version never changes. */
function pathOf({ organisation }: OpenStack, { id }: FlowEntity, version: string): string {
  const safe = (text: string) => text.replaceAll(/[^\w.-]/g, "_");
  return join(".genesys/exports", safe(organisation.id), safe(id), `${safe(version)}.yaml`);
}

/** Whether this checkout has the export of a flow's published version. */
export function isExported(stack: OpenStack, flow: FlowEntity, { root }: Context): boolean {
  return keptExport(stack, flow, flow.publishedVersion?.id ?? "", { root }) !== undefined;
}

/**
 * The export of a flow's published version; exported once, then cached by organisation, flow and version.
 * @throws ExportFailed, ApiFailure
 */
export function exportedText(stack: OpenStack, flow: FlowEntity, context: Pick<Context, "root">): Promise<Exported> {
  return exportOf(stack, flow, flow.publishedVersion?.id ?? "", context);
}

/** The export of a flow, and the path of its cached file, relative to the project. */
export interface Exported {
  readonly text: string;
  readonly file: string;
}

/** The export of any version of a flow, cached like the published version. @throws ExportFailed, ApiFailure */
export async function exportOf(
  stack: OpenStack,
  flow: FlowEntity,
  version: string,
  { root }: Pick<Context, "root">,
): Promise<Exported> {
  const text = keptExport(stack, flow, version, { root });
  return text === undefined ? newExport(stack, flow, version, { root }) : { text, file: pathOf(stack, flow, version) };
}

/**
 * Exports any version of a flow, and replaces the cached export. An export contains the current names of the flow and
 * of the objects that it uses, so a cached export may be outdated.
 * @throws ExportFailed, ApiFailure
 */
export async function newExport(
  stack: OpenStack,
  flow: FlowEntity,
  version: string,
  { root }: Pick<Context, "root">,
): Promise<Exported> {
  const { flows, organisation, signal } = stack;
  const text = await exportFlow({ flows, pace: organisation.pace, signal }, { id: flow.id, version });
  const file = pathOf(stack, flow, version);
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeWholeSync(join(root, file), text);
  return { text, file };
}

/** The cached export of a version, if there is one. */
export function keptExport(
  stack: OpenStack,
  flow: FlowEntity,
  version: string,
  { root }: Pick<Context, "root">,
): string | undefined {
  return presentText(root, pathOf(stack, flow, version));
}

/**
 * The document of a flow's published version. @throws ExportFailed, ApiFailure; DiagnosticError for an export that
 * cannot be read
 */
export async function exportedDocument(stack: OpenStack, flow: FlowEntity, context: Context): Promise<ArchyDocument> {
  const { text, file } = await exportedText(stack, flow, context);
  return parseArchy(text, { file });
}

/** The reason why a flow could not be exported, or why its export could not be read. @throws any other error */
export function exportProblem(error: unknown): string {
  if (error instanceof ApiFailure || error instanceof ExportFailed || error instanceof DiagnosticError)
    return error.message;
  throw error;
}
