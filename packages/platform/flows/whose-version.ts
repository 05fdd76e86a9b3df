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
   * This stack's version. The state names it, it was taken into the source, or its publish job or content proves that
   * an interrupted run published it. `digest` is the digest of the published document; empty if unknown.
   */
  | { readonly kind: "ours"; readonly by: "state" | "taken" | "run"; readonly digest: string }
  /** A version of somebody else. `ours` is the last version that this stack is known to have published. */
  | { readonly kind: "theirs"; readonly ours: Released };

/** A flow's published version, and the known facts about this stack's own versions. */
interface VersionQuestion {
  readonly flow: FlowEntity;
  /**
   * The version that this stack last published, according to its state. The version is empty if the state does not
   * contain the flow.
   */
  readonly ours: Released;
  /** The version that was taken into the source, and the digest of the document with the same content. */
  readonly taken?: { readonly version?: string | undefined; readonly digest?: string | undefined } | undefined;
  readonly interrupted?: InterruptedPublish | undefined;
  readonly desired?: DesiredContent | undefined;
}

/**
 * A document with its digest and, if it is in a file, the file's path in the project. The file name of a compiled
 * document contains part of the digest.
 */
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
 * Finds out who published the live version of a flow. The ownership mark in the description proves nothing, because an
 * edit in Architect preserves it. A version that the state does not name belongs to this stack if
 *
 * - the publish job of an interrupted run succeeded, and no other version has been published since then, or
 * - this client, and not a person, published the version, and its export has the same content as the source or as the
 *   document that the interrupted run sent.
 *
 * Makes requests only if neither the state nor `taken` names the version, and this client may have published it.
 * @throws ApiFailure if the versions cannot be listed; the signal's reason
 */
export async function whoseVersion(question: VersionQuestion, reader: VersionReader): Promise<Whose> {
  const { flow, ours, taken, desired } = question;
  const version = flow.publishedVersion?.id ?? "";
  const isKnown = version === ours.version;
  const known: Whose = isKnown ? { kind: "ours", by: "state", digest: ours.digest } : { kind: "theirs", ours };
  // A rename does not publish a version: the version is the same, and the renamed source has the same content.
  const isDesired = version === taken?.version && taken.digest !== undefined && taken.digest === desired?.digest;
  if (version === "" || (isKnown && ours.digest !== "" && !isDesired)) return known;
  if (version === taken?.version) return { kind: "ours", by: "taken", digest: taken.digest ?? "" };
  return (await byJob(question, version, reader)) ?? (await byContent(question, version, reader)) ?? known;
}

/** Decides by the publish job of an interrupted run. Undefined if there was no job, or the job is no longer known. */
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

/**
 * Decides by the content of a version that this client published. The version is this stack's if its content matches
 * the source or a document that a run sent.
 */
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

/** The note of an interrupted run; undefined if the state or the flow shows that the note is obsolete. */
function noteAbout(
  { publishedVersion }: FlowEntity,
  ours: Released,
  interrupted: InterruptedPublish | undefined,
): PublishNote | undefined {
  const note = interrupted?.note;
  const isOver = note && ours.digest !== "" && isOlder(note.before, ours.version);
  return note && !isOver && isOlder(note.before, publishedVersion?.id) ? note : undefined;
}

/** The versions of a flow that were published after a given version, oldest first. */
async function publishedAfter(flows: FlowPlatform, { id }: FlowEntity, before: string): Promise<string[]> {
  const versions = await flows.versions(id);
  return versions
    .filter((one) => one.datePublished != null && isOlder(before, one.id))
    .map((one) => one.id)
    .sort((a, b) => (isOlder(a, b) ? -1 : 1));
}

/** The number of digits of the digest in a compiled document's file name. */
const SHORT = 12;

/** The file of the compiled document that the ownership mark names. The file may no longer exist. */
function compiledBefore(
  { description }: FlowEntity,
  desired: DesiredContent | undefined,
): { readonly digest: string; readonly path: string } | undefined {
  const digest = readMark(description)?.digest;
  if (!desired?.path || digest === undefined || digest === desired.digest) return undefined;
  const [next, before] = [desired.digest.slice(0, SHORT), digest.slice(0, SHORT)];
  return desired.path.includes(next) ? { digest, path: desired.path.replace(next, before) } : undefined;
}

/** Reads a document that a run may have sent from its compiled file; undefined if the file is missing or changed. */
async function sentDocument(
  { path: file, digest }: { readonly digest: string; readonly path: string | undefined },
  folder: string,
): Promise<DesiredContent | undefined> {
  if (file === undefined) return undefined;
  try {
    const document = kernel().parseArchy(await readFile(path.resolve(folder, file), "utf8"), { file });
    return kernel().digest(document) === digest ? { document, digest } : undefined;
  } catch {
    return undefined; // a file that has since been removed or changed proves nothing
  }
}

/** The export of a version; undefined if it is not available, so that an unproven version is not claimed. */
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

/** Whether the export of a version has the same content as a document. Ignores ownership marks. */
export function isSameContent(sent: ArchyDocument, exported: ArchyDocument): boolean {
  return kernel().exportDifference(unmarked(sent), unmarked(exported)) === undefined;
}

function unmarked(document: ArchyDocument): ArchyDocument {
  const { description, ...body } = document.body;
  const own = typeof description === "string" ? withoutMark(description) : "";
  const { flowType, file } = document;
  return kernel().archyFromBody(flowType, { ...body, ...(own && { description: own }) }, { file });
}
