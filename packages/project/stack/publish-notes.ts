import { hostname } from "node:os";
import { z } from "zod";
import { type DebugLog, NoteFiles } from "./notes.ts";
import type { PublishedFlow, ResourceUrn } from "./state.ts";

const noteSchema = z.object({
  urn: z.string(),
  organizationId: z.string(),
  /** The flow's id, if it existed. */
  flowId: z.string().optional(),
  type: z.string(),
  /** Name of the flow in the published document; the flow is renamed before it is published. */
  name: z.string(),
  /** The previously published version; empty for a flow that was not published before. */
  before: z.string(),
  /** Digest of the document, and its file in the project, if any. */
  digest: z.string(),
  document: z.string().optional(),
  /** The time when the run began to publish, by this machine's clock, and the machine's name. */
  time: z.iso.datetime(),
  host: z.string(),
  /** The publish job. It is recorded before the document is sent, so if it is missing, nothing was published. */
  jobId: z.string().optional(),
});

/** The flow in the state. */
export interface KnownVersion {
  readonly id: string;
  readonly state: Pick<PublishedFlow, "name" | "digest" | "publishedVersion" | "organizationId">;
}

export type PublishNote = z.infer<typeof noteSchema>;

/**
 * Notes about published versions, one per flow: written before the first request that changes the flow, and kept until
 * the state is known to contain the version. From them, the next run learns what an interrupted run published.
 */
export class PublishNotes {
  readonly #files: NoteFiles<PublishNote>;
  /** URNs of the notes that this process has written or followed. */
  readonly #open = new Set<string>();
  /** URNs of notes whose version this process has returned to the engine, so nothing was interrupted. */
  readonly #finished = new Set<string>();

  /** @param folder the project's folder */
  constructor(folder: string) {
    this.#files = new NoteFiles({ project: folder, kind: "publishing", schema: noteSchema });
  }

  /**
   * The note about a version that the state does not contain, under the flow's resource name or an earlier one;
   * undefined if no note is found.
   * @param known undefined if the state does not contain the flow
   */
  of(
    urn: ResourceUrn,
    organizationId: string,
    known: KnownVersion | undefined,
    debug: DebugLog,
  ): PublishNote | undefined {
    const isOpen = (note: PublishNote | undefined) =>
      note?.organizationId === organizationId && !this.#finished.has(note.urn) && !(known && isIn(note, known));
    const own = this.#files.read(urn, debug);
    const isSame = ({ flowId }: PublishNote) => flowId !== undefined && flowId === known?.id;
    const found = isOpen(own) ? own : this.#files.all(urn, debug).find((note) => isSame(note) && isOpen(note));
    if (found) this.#open.add(found.urn);
    return found;
  }

  /** Writes the note of a flow. Returns whether it could be written. */
  begin(
    urn: ResourceUrn,
    note: Omit<PublishNote, "urn" | "time" | "host" | "jobId">,
    debug: DebugLog,
  ): Promise<boolean> {
    const time = new Date().toISOString();
    this.#open.add(urn.text);
    this.#finished.delete(urn.text);
    return this.#files.write(urn, { ...note, urn: urn.text, time, host: hostname() }, debug);
  }

  /** Adds the publish job, before the document is sent. */
  async registered(urn: ResourceUrn, jobId: string, debug: DebugLog): Promise<void> {
    const note = this.#files.read(urn, debug);
    if (note) await this.#files.write(urn, { ...note, jobId }, debug);
  }

  /**
   * Records that this run published or found the version. Its note stays until a later run finds the version in the
   * state.
   */
  finished(urn: ResourceUrn): void {
    this.#finished.add(urn.text);
  }

  /**
   * Removes the note about a version that the state contains. Does nothing in the run that published or found the
   * version, because its state is not written yet.
   */
  settle(urn: ResourceUrn, known: KnownVersion, debug: DebugLog): Promise<void> {
    const isOver = (note: PublishNote) =>
      (note.urn === urn.text || note.flowId === known.id) && !this.#open.has(note.urn) && isIn(note, known);
    return this.#files.dropWhere(urn, isOver, debug);
  }

  /** Removes the note about a deleted flow. */
  forget(urn: ResourceUrn, id: string, debug: DebugLog): Promise<void> {
    return this.#files.dropWhere(urn, ({ flowId }) => flowId === id, debug);
  }

  /** Removes the note of a flow that was not published. */
  drop(urn: ResourceUrn, debug: DebugLog): Promise<void> {
    return this.#files.drop(urn, debug);
  }
}

function isIn(note: PublishNote, { state }: KnownVersion): boolean {
  const { name, digest, publishedVersion, organizationId } = state;
  const isPublished = note.jobId === undefined || publishedVersion !== note.before;
  return isPublished && digest === note.digest && name === note.name && organizationId === note.organizationId;
}
