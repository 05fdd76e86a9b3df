import { hostname } from "node:os";
import { type DebugLog, NoteFiles } from "@genesys-flows/project/notes";
import { parseUrn, type ResourceUrn } from "@genesys-flows/project/state";
import { z } from "zod";
import type { Existing } from "../engine/resource.ts";
import { equalValues } from "../engine/values.ts";

const noteSchema = z.object({
  urn: z.string(),
  organizationId: z.string(),
  /** Properties that distinguish the object from others of its type: its name, range or key. */
  identity: z.record(z.string(), z.union([z.string(), z.boolean()])),
  /** Time just before the POST, by this machine's clock. */
  time: z.iso.datetime(),
  host: z.string(),
  /** Whether no object had that identity at that time. Omitted if the run did not check. */
  wasAbsent: z.boolean().optional(),
  /**
   * Salt for the values in `body`, which contains the body of the POST with each value hashed
   * (resources/plain/proof.ts).
   */
  salt: z.string(),
  body: z.json(),
  /** Id from the platform's response; omitted before the response. */
  id: z.string().optional(),
});

type Known = Pick<Existing, "id" | "state">;

export type CreationNote = z.infer<typeof noteSchema>;

/**
 * Notes about creations, one file each, written before the POST and kept until the state is known to contain the
 * object. They show the next run which objects an interrupted run created. They contain no values except the object's
 * name.
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
   * Writes a note so that it survives a crash of the process or the machine. Replaces an earlier note.
   * @returns whether it could be written
   */
  write(urn: ResourceUrn, note: Omit<CreationNote, "urn" | "time" | "host">, debug: DebugLog): Promise<boolean> {
    const time = new Date().toISOString();
    return this.#files.write(urn, { ...note, urn: urn.text, time, host: hostname() }, debug);
  }

  /**
   * Writes a note about an existing object that is about to leave the state, so that a resource of the program takes it
   * over.
   */
  async keep(urn: ResourceUrn, of: { id: string; organizationId: string }, debug: DebugLog): Promise<void> {
    await this.write(urn, { ...of, identity: {}, salt: "", body: {} }, debug);
  }

  async made(urn: ResourceUrn, id: string, debug: DebugLog): Promise<void> {
    const note = this.read(urn, debug);
    if (note) await this.#files.write(urn, { ...note, id }, debug);
  }

  /**
   * Removes the note of an object that is in the state, even if the note uses an earlier name of the resource. Keeps
   * the note of a replacement, which is a different object of the same resource.
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

/** Whether a note describes an object in the state, with the same type, organisation and identity. */
function names(note: CreationNote, urn: ResourceUrn, { state }: Known): boolean {
  return (
    parseUrn(note.urn)?.type === urn.type &&
    note.organizationId === state["organizationId"] &&
    Object.entries(note.identity).every(([name, value]) => equalValues(state[name], value))
  );
}
