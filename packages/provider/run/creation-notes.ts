import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { writeWhole } from "@genesys-flows/architect/whole-file";
import { z } from "zod";
import { parseUrn, type ResourceUrn } from "../engine/resource.ts";
import { equalValues, type Properties } from "../engine/values.ts";
import { messageOf } from "../text/words.ts";
import { notesFolderOf } from "./notes-folder.ts";

const noteSchema = z.object({
  urn: z.string(),
  organizationId: z.string(),
  /** What distinguishes the object from others of its type: its name, its range, its key. */
  identity: z.record(z.string(), z.union([z.string(), z.boolean()])),
  /** When the POST was about to be sent, by this machine's clock; and the machine. */
  time: z.iso.datetime(),
  host: z.string(),
  /** No object had that identity at that time. Absent where the run did not look. */
  wasAbsent: z.boolean().optional(),
  /** The body of the POST, each value as a hash with this salt (resources/plain/proof.ts). */
  salt: z.string(),
  body: z.json(),
  /** Id from the platform's answer; absent before the answer. */
  id: z.string().optional(),
});

/** An object that a run was about to create, and where. */
export type CreationNote = z.infer<typeof noteSchema>;

/** Reports at debug level why a note is missing. Nothing fails without a note. */
export type DebugLog = (message: string) => void;

/** What the state has of a resource. */
export interface Known {
  readonly id: string;
  readonly state: Properties;
}

/**
 * Notes of creations, one file each, written before the POST and kept until the state is known to have the object. With
 * them the next run knows what an interrupted run created. They contain no values except the object's name.
 */
export class CreationNotes {
  readonly #project: string;
  /** By stack, and there by name of the file. */
  readonly #notes = new Map<string, Map<string, CreationNote>>();

  /** @param folder the project's folder */
  constructor(folder: string) {
    this.#project = folder;
  }

  /** The note of a resource; undefined without a readable note. */
  read(urn: ResourceUrn, debug: DebugLog): CreationNote | undefined {
    const note = this.#notesOf(urn, debug).get(nameOf(urn));
    return note?.urn === urn.text ? note : undefined;
  }

  /**
   * Writes a note so that it survives the end of the process and of the machine; replaces an earlier one.
   * @returns whether it could be written
   */
  async write(urn: ResourceUrn, note: Omit<CreationNote, "urn" | "time" | "host">, debug: DebugLog): Promise<boolean> {
    return this.#write(urn, { ...note, urn: urn.text, time: new Date().toISOString(), host: hostname() }, debug);
  }

  /** Adds the id that the platform answered. */
  async made(urn: ResourceUrn, id: string, debug: DebugLog): Promise<void> {
    const note = this.read(urn, debug);
    if (note) await this.#write(urn, { ...note, id }, debug);
  }

  /**
   * The state has an object: removes its note, also one under an earlier name of the resource. A note of another object of
   * the same resource, a replacement, stays.
   */
  async settle(urn: ResourceUrn, known: Known, debug: DebugLog): Promise<void> {
    for (const [file, note] of [...this.#notesOf(urn, debug)]) {
      if (note.id === known.id || (note.id === undefined && names(note, urn, known)))
        await this.#drop(urn, file, debug);
    }
  }

  /** The notes of a stack. */
  all(stack: string, debug: DebugLog): CreationNote[] {
    return [...this.#notesOf({ stack }, debug).values()];
  }

  /** Removes the note of a resource. */
  async drop(urn: ResourceUrn, debug: DebugLog): Promise<void> {
    if (this.#notesOf(urn, debug).has(nameOf(urn))) await this.#drop(urn, nameOf(urn), debug);
  }

  async #drop(urn: ResourceUrn, file: string, debug: DebugLog): Promise<void> {
    this.#notesOf(urn, debug).delete(file);
    try {
      await rm(path.join(this.#folderOf(urn), file), { force: true });
    } catch (error) {
      debug(`The note ${file} could not be removed: ${messageOf(error)}`);
    }
  }

  async #write(urn: ResourceUrn, note: CreationNote, debug: DebugLog): Promise<boolean> {
    const folder = this.#folderOf(urn);
    const name = nameOf(urn);
    try {
      const notes = this.#notesOf(urn, debug);
      await mkdir(folder, { recursive: true });
      const text = `${JSON.stringify(note, undefined, 2)}\n`;
      await writeWhole(path.join(folder, name), text, { flush: true, mode: 0o600 });
      notes.set(name, note);
      return true;
    } catch (error) {
      debug(`The note for the creation of ${urn.name} could not be written: ${messageOf(error)}`);
      return false;
    }
  }

  /** Read once: only this process writes there while the stack is locked. */
  #notesOf(urn: Pick<ResourceUrn, "stack">, debug: DebugLog): Map<string, CreationNote> {
    const known = this.#notes.get(urn.stack);
    if (known) return known;
    const notes = readNotes(this.#folderOf(urn), debug);
    this.#notes.set(urn.stack, notes);
    return notes;
  }

  #folderOf({ stack }: Pick<ResourceUrn, "stack">): string {
    return notesFolderOf(this.#project, stack);
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

function nameOf(urn: ResourceUrn): string {
  return `${createHash("sha256").update(urn.text).digest("hex").slice(0, 32)}.json`;
}

/** The notes in a folder, by file. A folder that does not exist or cannot be read has none; a truncated file is skipped. */
function readNotes(folder: string, debug: DebugLog): Map<string, CreationNote> {
  const notes = new Map<string, CreationNote>();
  for (const file of listed(folder)) {
    const at = path.join(folder, file);
    try {
      if (file.endsWith(".tmp")) removeAbandoned(at);
      else notes.set(file, noteSchema.parse(JSON.parse(readFileSync(at, "utf8"))));
    } catch (error) {
      debug(`The note ${at} is ignored: ${messageOf(error)}`);
    }
  }
  return notes;
}

/** A note gets its name milliseconds after it was written. */
const NAMELESS_MS = 60_000;

/** A preview runs beside an update, whose note may be about to get its name (`writeWhole`). */
function removeAbandoned(file: string): void {
  const pid = Number(/\.(\d+)\.tmp$/.exec(file)?.[1]);
  const old = Date.now() - statSync(file).mtimeMs > NAMELESS_MS; // then another process may have the id by now
  try {
    if (pid > 0 && !old) process.kill(pid, 0);
    else rmSync(file, { force: true });
  } catch {
    rmSync(file, { force: true }); // the process has ended
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
