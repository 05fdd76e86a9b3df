import { hostname } from "node:os";
import path from "node:path";
import { z } from "zod";
import type { ResourceUrn } from "../rpc/provider.ts";
import { type DebugLog, NoteFolder } from "./note-folder.ts";

const publishedSchema = z.object({
  name: z.string(),
  digest: z.string(),
  /** Key of each module -> its digest. */
  modules: z.record(z.string(), z.string()),
});

const noteSchema = publishedSchema.extend({
  urn: z.string(),
  time: z.iso.datetime(),
  host: z.string(),
  /** An earlier update had not come to its end either: what this note says is not all that may be live. */
  doubtful: z.literal(true).optional(),
});

/** What of a flow an update makes live. */
export type Published = z.infer<typeof publishedSchema>;
/** What an update was about to publish. */
export type PublishNote = z.infer<typeof noteSchema>;

/**
 * Notes of what updates are about to publish, kept until the state says the same. When an update is killed after it published
 * a flow, and the change is then taken back in the source, source and state agree and nothing would be due: by the note the
 * flow is looked at all the same.
 */
export class PublishNotes {
  readonly #notes: NoteFolder<PublishNote>;

  /** @param folder the project's folder */
  constructor(folder: string) {
    this.#notes = new NoteFolder(path.join(folder, ".genesys", "publishing"), noteSchema);
  }

  /**
   * What an update was about to publish that did not come to its end; undefined when there is no such update. A note that
   * the state agrees with has served and is taken away.
   */
  async unsettled(urn: ResourceUrn, known: Published, debug: DebugLog): Promise<PublishNote | undefined> {
    const note = this.#notes.read(urn, debug);
    if (!note || note.doubtful || !same(note, known)) return note;
    await this.#notes.drop(urn, debug);
    return undefined;
  }

  /** Notes what an update is about to publish. To be called before the first change that it makes. */
  async begin(
    urn: ResourceUrn,
    change: { readonly wanted: Published; readonly known: Published },
    debug: DebugLog,
  ): Promise<void> {
    const earlier = await this.unsettled(urn, change.known, debug);
    const note = { ...change.wanted, urn: urn.text, time: new Date().toISOString(), host: hostname() };
    await this.#notes.write(urn, earlier ? { ...note, doubtful: true } : note, debug);
  }

  /** What was noted is live now, and known to be. The note stays until the state says so. */
  async end(urn: ResourceUrn, debug: DebugLog): Promise<void> {
    const note = this.#notes.read(urn, debug);
    if (!note?.doubtful) return;
    const { doubtful: _, ...certain } = note;
    await this.#notes.write(urn, certain, debug);
  }

  /** The flow is gone. */
  async drop(urn: ResourceUrn, debug: DebugLog): Promise<void> {
    await this.#notes.drop(urn, debug);
  }
}

function same(a: Published, b: Published): boolean {
  return a.name === b.name && a.digest === b.digest && sameMap(a.modules, b.modules);
}

function sameMap(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);
}
