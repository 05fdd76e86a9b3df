import { hostname } from "node:os";
import { type DebugLog, NoteFiles } from "@genesys-flows/project/notes";
import { parseUrn, type ResourceUrn } from "@genesys-flows/project/state";
import { z } from "zod";
import type { Existing } from "../engine/resource.ts";
import { equalValues } from "../engine/values.ts";

const noteSchema = z.object({
  urn: z.string(),
  organizationId: z.string(),
  /** What distinguishes the object from others of its type: its name, its range, its key. */
  identity: z.record(z.string(), z.union([z.string(), z.boolean()])),
  /** When the POST was about to be sent, by this machine's clock; and the machine. */
  time: z.iso.datetime(),
  host: z.string(),
  /** No object had that identity at that time. Absent if the run did not look. */
  wasAbsent: z.boolean().optional(),
  /** The body of the POST, each value as a hash with this salt (resources/plain/proof.ts). */
  salt: z.string(),
  body: z.json(),
  /** Id from the platform's response; absent before the response. */
  id: z.string().optional(),
});

type Known = Pick<Existing, "id" | "state">;

export type CreationNote = z.infer<typeof noteSchema>;

/**
 * Notes of creations, one file each, written before the POST and kept until the state is known to have the object. With
 * them the next run knows what an interrupted run created. They contain no values except the object's name.
 */
export class CreationNotes {
  readonly #files: NoteFiles<CreationNote>;

  constructor(folder: string) {
    this.#files = new NoteFiles({ project: folder, kind: "creating", schema: noteSchema });
  }

  read(urn: ResourceUrn, debug: DebugLog): CreationNote | undefined {
    return this.#files.read(urn, debug);
  }

  /**
   * Writes a note so that it survives the end of the process and of the machine; replaces an earlier one.
   * @returns whether it could be written
   */
  write(urn: ResourceUrn, note: Omit<CreationNote, "urn" | "time" | "host">, debug: DebugLog): Promise<boolean> {
    const time = new Date().toISOString();
    return this.#files.write(urn, { ...note, urn: urn.text, time, host: hostname() }, debug);
  }

  /** Writes the note of an object that exists and that the state is about to lose: a resource of the program takes it over. */
  async keep(urn: ResourceUrn, of: { id: string; organizationId: string }, debug: DebugLog): Promise<void> {
    await this.write(urn, { ...of, identity: {}, salt: "", body: {} }, debug);
  }

  async made(urn: ResourceUrn, id: string, debug: DebugLog): Promise<void> {
    const note = this.read(urn, debug);
    if (note) await this.#files.write(urn, { ...note, id }, debug);
  }

  /**
   * The state has an object: removes its note, even one under an earlier name of the resource. A note of another object
   * of the same resource, a replacement, stays.
   */
  settle(urn: ResourceUrn, known: Known, debug: DebugLog): Promise<void> {
    const isSettled = (note: CreationNote) =>
      note.id === known.id || (note.id === undefined && names(note, urn, known));
    return this.#files.dropWhere(urn, isSettled, debug);
  }

  all(stack: string, debug: DebugLog): CreationNote[] {
    return this.#files.all({ stack }, debug);
  }

  drop(urn: ResourceUrn, debug: DebugLog): Promise<void> {
    return this.#files.drop(urn, debug);
  }
}

/** Whether a note is about an object that the state has: of the same type, organisation and name. */
function names(note: CreationNote, urn: ResourceUrn, { state }: Known): boolean {
  return (
    parseUrn(note.urn)?.type === urn.type &&
    note.organizationId === state["organizationId"] &&
    Object.entries(note.identity).every(([name, value]) => equalValues(state[name], value))
  );
}
