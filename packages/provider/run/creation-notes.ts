import { hostname } from "node:os";
import path from "node:path";
import { z } from "zod";
import { parseUrn, type ResourceUrn } from "../rpc/provider.ts";
import { equalValues, type Properties } from "../rpc/values.ts";
import { type DebugLog, NoteFolder } from "./note-folder.ts";

/** Where notes of what is being created are kept, below the project's folder. */
export const notesFolder = ".genesys/creating";

const noteSchema = z.object({
  urn: z.string(),
  organizationId: z.string(),
  /** What tells the object from others of its type: its name, its range, its key. */
  identity: z.record(z.string(), z.union([z.string(), z.boolean()])),
  /** When the POST was about to be sent, by this machine's clock; and the machine. */
  time: z.iso.datetime(),
  host: z.string(),
  /** There was no object of that identity at that time. Absent where nobody looked. */
  wasAbsent: z.boolean().optional(),
  /** What the POST said, each value as a hash with this salt (resources/plain/fingerprint.ts). */
  salt: z.string(),
  body: z.json(),
  /** What the platform answered; absent while no answer came. */
  id: z.string().optional(),
});

/** What was about to be created, and where. */
export type CreationNote = z.infer<typeof noteSchema>;

/** What the state has of a resource. */
export interface Known {
  readonly id: string;
  readonly state: Properties;
}

/**
 * Notes of creations, one file each, written before the POST and kept until the state is known to have the object: by them
 * the next run knows what a killed one made. They hold no value but what names the object.
 */
export class CreationNotes {
  readonly #notes: NoteFolder<CreationNote>;

  /** @param folder the project's folder */
  constructor(folder: string) {
    this.#notes = new NoteFolder(path.join(folder, notesFolder), noteSchema);
  }

  /** The note of a resource; undefined when there is none, or none that can be read. */
  read(urn: ResourceUrn, debug: DebugLog): CreationNote | undefined {
    return this.#notes.read(urn, debug);
  }

  /**
   * Writes a note so that it survives the end of the process and of the machine; in place of an earlier one.
   * @returns whether it could be written
   */
  async write(urn: ResourceUrn, note: Omit<CreationNote, "urn" | "time" | "host">, debug: DebugLog): Promise<boolean> {
    return this.#notes.write(urn, { ...note, urn: urn.text, time: new Date().toISOString(), host: hostname() }, debug);
  }

  /** Adds what the platform answered. */
  async made(urn: ResourceUrn, id: string, debug: DebugLog): Promise<void> {
    const note = this.read(urn, debug);
    if (note) await this.#notes.write(urn, { ...note, id }, debug);
  }

  /**
   * The state has an object: whatever note speaks of it has served, also that of a resource which had another name then. A
   * note of another object of the same resource, a replacement, stays.
   */
  async settle(urn: ResourceUrn, known: Known, debug: DebugLog): Promise<void> {
    for (const [file, note] of [...this.#notes.of(urn, debug)]) {
      if (note.id === known.id || (note.id === undefined && names(note, urn, known)))
        await this.#notes.drop(urn, debug, file);
    }
  }

  /** Takes the note of a resource away. */
  async drop(urn: ResourceUrn, debug: DebugLog): Promise<void> {
    await this.#notes.drop(urn, debug);
  }
}

/** Whether a note speaks of an object that the state has: of the same type, organisation and name. */
function names(note: CreationNote, urn: ResourceUrn, { state }: Known): boolean {
  return (
    parseUrn(note.urn)?.type === urn.type &&
    note.organizationId === state["organizationId"] &&
    Object.entries(note.identity).every(([name, value]) => equalValues(state[name], value))
  );
}
