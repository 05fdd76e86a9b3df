import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ArchyDocument } from "@genesys-flows/architect";
import { DiagnosticError } from "@genesys-flows/architect/diagnostic";
import { kernel } from "@genesys-flows/architect/kernel";
import type { PublishNote } from "@genesys-flows/project/publish-notes";
import type { Released } from "@genesys-flows/project/state";
import { ApiFailure } from "../client/failure.ts";
import type { Pace } from "../organisation/pace.ts";
import { type FlowEntity, isPublishedBy } from "./entities.ts";
import type { InterruptedPublish } from "./interrupted-publish.ts";
import { isOlder } from "./late-flows.ts";
import { readMark, withoutMark } from "./mark.ts";
import { ExportFailed, exportFlow, type FlowPlatform } from "./platform.ts";

export type Whose =
  /**
   * This stack's: the state names it, it was taken into the source, or an interrupted run published it, which is proven by its
   * publish job or by the version's content. `digest` is that of the document that it was made of; empty where it is not known.
   */
  | { readonly kind: "ours"; readonly by: "state" | "taken" | "run"; readonly digest: string }
  /** Somebody else's. `ours` is what this stack is known to have published last. */
  | { readonly kind: "theirs"; readonly ours: Released };

/** A published version, and what is known of this stack's. */
interface VersionQuestion {
  readonly flow: FlowEntity;
  /** What this stack published last, by its state; without a version where the state does not know the flow. */
  readonly ours: Released;
  /** The version that was taken into the source, and the digest of the document that says the same. */
  readonly taken?: { readonly version?: string | undefined; readonly digest?: string | undefined } | undefined;
  readonly interrupted?: InterruptedPublish | undefined;
  readonly desired?: DesiredContent | undefined;
}

/** A document, its digest, and its file within the project, where it has one: a compiled document's name has digits of its digest. */
export interface DesiredContent {
  readonly document: ArchyDocument;
  readonly digest: string;
  readonly path?: string | undefined;
}

export interface VersionReader {
  readonly flows: FlowPlatform;
  readonly pace: Pace;
  /** The project's folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Whose the published version of a flow is. The line of the description that names its owner proves nothing: an edit in Architect
 * keeps it. A version that the state does not name is this stack's when
 *
 * - the publish job of an interrupted run published it: the job succeeded, and it is the only version that was published since, or
 * - this client published it, no person, and its export says what the interrupted run sent, or what the source describes.
 *
 * Makes a request only for a version that neither the state nor `taken` names, and that this client may have published.
 * @throws ApiFailure where the versions cannot be listed; the signal's reason
 */
export async function whoseVersion(question: VersionQuestion, reader: VersionReader): Promise<Whose> {
  const { flow, ours, taken, desired } = question;
  const version = flow.publishedVersion?.id ?? "";
  const isKnown = version === ours.version;
  const known: Whose = isKnown ? { kind: "ours", by: "state", digest: ours.digest } : { kind: "theirs", ours };
  // Somebody who only renames a flow publishes nothing: the version stays, and the source with the new name says the same.
  const isDesired = version === taken?.version && taken.digest !== undefined && taken.digest === desired?.digest;
  if (version === "" || (isKnown && ours.digest !== "" && !isDesired)) return known;
  if (version === taken?.version) return { kind: "ours", by: "taken", digest: taken.digest ?? "" };
  return (await byJob(question, version, reader)) ?? (await byContent(question, version, reader)) ?? known;
}

/** What the publish job of an interrupted run proves; undefined where there was none, or it is not known any more. */
async function byJob(
  { flow, ours, interrupted }: VersionQuestion,
  version: string,
  { flows }: VersionReader,
): Promise<Whose | undefined> {
  const note = noteAbout(flow, ours, interrupted);
  if (!note || interrupted?.flowId !== flow.id) return undefined;
  const [first = version] = await publishedAfter(flows, flow, note.before);
  if (first === version) return { kind: "ours", by: "run", digest: note.digest };
  return { kind: "theirs", ours: { name: note.name, version: first, digest: note.digest } };
}

/** What the content of a version proves that this client published: that it is what a run sent, or what the source describes. */
async function byContent(
  { flow, ours, interrupted, desired }: VersionQuestion,
  version: string,
  reader: VersionReader,
): Promise<Whose | undefined> {
  if (!isPublishedBy(flow, reader.flows.clientId)) return undefined;
  const note = noteAbout(flow, ours, interrupted);
  const sent = [note && { digest: note.digest, path: note.document }, compiledBefore(flow, desired)];
  const read = await Promise.all(sent.map((one) => one && sentDocument(one, reader.folder)));
  const candidates = [...read, desired].filter((one) => one !== undefined);
  if (candidates.length === 0) return undefined;
  const exported = await exportOf(flow, version, reader);
  const same = exported && candidates.find(({ document }) => isSameContent(document, exported));
  return same && { kind: "ours", by: "run", digest: same.digest };
}

/** The note of an interrupted run, unless the state or the flow shows that it is over. */
function noteAbout(
  { publishedVersion }: FlowEntity,
  ours: Released,
  interrupted: InterruptedPublish | undefined,
): PublishNote | undefined {
  const note = interrupted?.note;
  const isOver = note && ours.digest !== "" && isOlder(note.before, ours.version);
  return note && !isOver && isOlder(note.before, publishedVersion?.id) ? note : undefined;
}

/** The versions of a flow that were published after one of them, oldest first. */
async function publishedAfter(flows: FlowPlatform, { id }: FlowEntity, before: string): Promise<string[]> {
  const versions = await flows.versions(id);
  return versions
    .filter((one) => one.datePublished != null && isOlder(before, one.id))
    .map((one) => one.id)
    .sort((a, b) => (isOlder(a, b) ? -1 : 1));
}

/** Digits of a digest in the name of a compiled document. */
const SHORT = 12;

/** The file of the document that the ownership mark names: where it still exists, the export can be compared with it. */
function compiledBefore(
  { description }: FlowEntity,
  desired: DesiredContent | undefined,
): { readonly digest: string; readonly path: string } | undefined {
  const digest = readMark(description)?.digest;
  if (!desired?.path || digest === undefined || digest === desired.digest) return undefined;
  const [next, before] = [desired.digest.slice(0, SHORT), digest.slice(0, SHORT)];
  return desired.path.includes(next) ? { digest, path: desired.path.replace(next, before) } : undefined;
}

/** A document that a run may have sent, from its compiled file; undefined where that has another content now. */
async function sentDocument(
  { path: file, digest }: { readonly digest: string; readonly path: string | undefined },
  folder: string,
): Promise<DesiredContent | undefined> {
  if (file === undefined) return undefined;
  try {
    const document = kernel().parseArchy(await readFile(path.resolve(folder, file), "utf8"), { file });
    return kernel().digest(document) === digest ? { document, digest } : undefined;
  } catch {
    return undefined; // it was removed or changed since: then it proves nothing
  }
}

/** The export of a version; undefined where it cannot be had: what is not proven is not claimed. */
async function exportOf(
  { id }: FlowEntity,
  version: string,
  { flows, pace, signal }: VersionReader,
): Promise<ArchyDocument | undefined> {
  try {
    const text = await exportFlow({ flows, pace, signal }, { id, version });
    return kernel().parseArchy(text, { file: `version ${version}` });
  } catch (error) {
    if (error instanceof ApiFailure || error instanceof ExportFailed || error instanceof DiagnosticError)
      return undefined;
    throw error;
  }
}

/** Whether the export of a version says what a document says, whoever owns the flow. */
export function isSameContent(sent: ArchyDocument, exported: ArchyDocument): boolean {
  return kernel().exportDifference(unmarked(sent), unmarked(exported)) === undefined;
}

function unmarked(document: ArchyDocument): ArchyDocument {
  const { description, ...body } = document.body;
  const own = typeof description === "string" ? withoutMark(description) : "";
  const { flowType, file } = document;
  return kernel().archyFromBody(flowType, { ...body, ...(own && { description: own }) }, { file });
}
