import { hostname } from "node:os";
import { z } from "zod";
import { type DebugLog, NoteFiles } from "./notes.ts";
import type { PublishedFlow, ResourceUrn } from "./state.ts";

const noteSchema = z.object({
  urn: z.string(),
  organizationId: z.string(),
  /** The flow, where it existed. */
  flowId: z.string().optional(),
  type: z.string(),
  /** Name of the flow in what is published: a rename comes first. */
  name: z.string(),
  /** The published version before; empty without one. */
  before: z.string(),
  /** Digest of the document, and its file within the project, where it has one. */
  digest: z.string(),
  document: z.string().optional(),
  /** When the run began to publish, by this machine's clock; and the machine. */
  time: z.iso.datetime(),
  host: z.string(),
  /** The publish job. It is noted before the document is sent: without it, nothing was published. */
  jobId: z.string().optional(),
});

/** What the state has of a flow. */
export interface KnownVersion {
  readonly id: string;
  readonly state: Pick<PublishedFlow, "name" | "digest" | "publishedVersion" | "organizationId">;
}

export type PublishNote = z.infer<typeof noteSchema>;

/**
 * Notes of versions, one for each flow: written before the first request that changes the flow, and kept until the state is known to
 * have the version. With them the next run knows what an interrupted one published.
 */
export class PublishNotes {
  readonly #files: NoteFiles<PublishNote>;
  /** URNs of the notes that this process wrote or followed. */
  readonly #open = new Set<string>();
  /** Those whose version this process has returned to the engine: nothing was interrupted. */
  readonly #finished = new Set<string>();

  /** @param folder the project's folder */
  constructor(folder: string) {
    this.#files = new NoteFiles({ project: folder, kind: "publishing", schema: noteSchema });
  }

  /**
   * The note on a version that the state does not have: that of the flow's resource, or one under an earlier name of it; undefined
   * without one.
   * @param known undefined for a flow that the state does not know
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

  /** This run has the version. Its note stays until a later run finds the version in the state. */
  finished(urn: ResourceUrn): void {
    this.#finished.add(urn.text);
  }

  /** The state has a version: removes the note on it. Not in the run that published it, or found it: its state is not written yet. */
  settle(urn: ResourceUrn, known: KnownVersion, debug: DebugLog): Promise<void> {
    const isOver = (note: PublishNote) =>
      (note.urn === urn.text || note.flowId === known.id) && !this.#open.has(note.urn) && isIn(note, known);
    return this.#files.dropWhere(urn, isOver, debug);
  }

  /** Removes the notes on a flow that was deleted. */
  forget(urn: ResourceUrn, id: string, debug: DebugLog): Promise<void> {
    return this.#files.dropWhere(urn, ({ flowId }) => flowId === id, debug);
  }

  /** Removes the note of a flow: nothing was published. */
  drop(urn: ResourceUrn, debug: DebugLog): Promise<void> {
    return this.#files.drop(urn, debug);
  }
}

function isIn(note: PublishNote, { state }: KnownVersion): boolean {
  const { name, digest, publishedVersion, organizationId } = state;
  const isPublished = note.jobId === undefined || publishedVersion !== note.before;
  return isPublished && digest === note.digest && name === note.name && organizationId === note.organizationId;
}
