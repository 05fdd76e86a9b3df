import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { messageOf } from "@genesys-flows/architect/printable";
import { writeWhole, writeWholeSync } from "@genesys-flows/architect/whole-file";
import { z } from "zod";
import { OtherFormatError, readKept } from "../kept/format.ts";
import { formats } from "../kept/formats.ts";
import { sha256 } from "../sha256.ts";
import type { ResourceUrn } from "./state.ts";

/**
 * The kinds of notes that a run writes: about objects that are being created (creation-notes.ts), about versions that
 * are being published (publish-notes.ts), and about the permission to adopt existing objects (`allowAdoption`).
 */
export const noteKinds = ["creating", "publishing", "adopting"] as const;
type NoteKind = (typeof noteKinds)[number];

/**
 * Folder of a stack's notes, which record the actions of a run until the state contains their results. The folder may
 * be removed after a successful run.
 * @param project the project's folder
 */
export function notesFolderOf(project: string, stack: string, kind: NoteKind): string {
  return path.join(project, ".genesys", kind, stack.replaceAll(/[^A-Za-z0-9_-]/g, "_") || "_");
}

/**
 * Environment variable that is `true` for an update or a preview after an interrupted run, once every resource has been
 * refreshed. From then on, the remaining notes name only objects that the state does not contain.
 */
export const recoveryVariable = "GENESYS_FLOWS_RECOVERY";

/**
 * Environment variable, `true` for a preview that compares only the resources that it would change with the
 * organisation.
 */
export const offlineVariable = "GENESYS_FLOWS_OFFLINE";

/**
 * Allows the next update to adopt objects that the source declares and the organisation has, but the state does not:
 * queues, numbers, tables and every other object with the declared name or key. A successful update removes the
 * permission (`npm run pulumi`).
 * @param project the project's folder
 */
export function allowAdoption(project: string, stack: string): void {
  const file = adoptionFile(project, stack);
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeSync(file, `${JSON.stringify({ time: new Date().toISOString() })}\n`);
}

/** Whether `allowAdoption` was called since the last successful update. */
export function isAdoptionAllowed(project: string, stack: string): boolean {
  return existsSync(adoptionFile(project, stack));
}

function adoptionFile(project: string, stack: string): string {
  return path.join(notesFolderOf(project, stack, "adopting"), "declared.json");
}

/**
 * Checks that all notes of a stack are readable before a run changes anything, because a run must follow either all
 * notes or none.
 * @throws Error for a note of a different version
 */
export function assertReadableNotes(project: string, stack: string): void {
  for (const kind of ["creating", "publishing"] as const)
    readNotes(notesFolderOf(project, stack, kind), z.unknown(), () => {});
}

/** Logs at debug level why a note is missing. A missing note does not cause a failure. */
export type DebugLog = (message: string) => void;

/**
 * The notes of one kind that a run writes before it changes the organisation, one file per resource. From them, the
 * next run learns what an interrupted run did that is not in the state.
 */
export class NoteFiles<Note extends { readonly urn: string }> {
  readonly #o: { readonly project: string; readonly kind: NoteKind; readonly schema: z.ZodType<Note> };
  /** By stack, then by file name. */
  readonly #notes = new Map<string, Map<string, Note>>();

  /** @param o.project the project's folder */
  constructor(o: { readonly project: string; readonly kind: NoteKind; readonly schema: z.ZodType<Note> }) {
    this.#o = o;
  }

  read(urn: ResourceUrn, debug: DebugLog): Note | undefined {
    const note = this.#notesOf(urn, debug).get(nameOf(urn));
    return note?.urn === urn.text ? note : undefined;
  }

  all({ stack }: Pick<ResourceUrn, "stack">, debug: DebugLog): Note[] {
    return [...this.#notesOf({ stack }, debug).values()];
  }

  /**
   * Writes a note so that it survives a crash of the process or the machine; replaces an earlier one.
   * @returns whether it could be written
   */
  async write(urn: ResourceUrn, note: Note, debug: DebugLog): Promise<boolean> {
    const folder = this.#folderOf(urn);
    const name = nameOf(urn);
    try {
      const notes = this.#notesOf(urn, debug);
      await mkdir(folder, { recursive: true });
      const text = `${JSON.stringify({ format: formats.note.format, ...note }, undefined, 2)}\n`;
      await writeWhole(path.join(folder, name), text, { flush: true, mode: 0o600 });
      notes.set(name, note);
      return true;
    } catch (error) {
      debug(`The note in ${folder} for ${urn.name} could not be written: ${messageOf(error)}`);
      return false;
    }
  }

  async drop(urn: ResourceUrn, debug: DebugLog): Promise<void> {
    await this.dropWhere(urn, (note) => note.urn === urn.text, debug);
  }

  async dropWhere(urn: Pick<ResourceUrn, "stack">, isOver: (note: Note) => boolean, debug: DebugLog): Promise<void> {
    const notes = this.#notesOf(urn, debug);
    for (const [file, note] of [...notes]) {
      if (!isOver(note)) continue;
      notes.delete(file);
      try {
        await rm(path.join(this.#folderOf(urn), file), { force: true });
      } catch (error) {
        debug(`The note ${file} could not be removed: ${messageOf(error)}`);
      }
    }
  }

  /**
   * The notes of a stack, cached after the first read because only this process writes them while the stack is locked.
   */
  #notesOf(urn: Pick<ResourceUrn, "stack">, debug: DebugLog): Map<string, Note> {
    const known = this.#notes.get(urn.stack);
    if (known) return known;
    const notes = readNotes(this.#folderOf(urn), this.#o.schema, debug);
    this.#notes.set(urn.stack, notes);
    return notes;
  }

  #folderOf({ stack }: Pick<ResourceUrn, "stack">): string {
    return notesFolderOf(this.#o.project, stack, this.#o.kind);
  }
}

function nameOf(urn: ResourceUrn): string {
  return `${sha256(urn.text).slice(0, 32)}.json`;
}

/**
 * The notes in a folder, by file. Empty if the folder does not exist or cannot be read; skips truncated files.
 * @throws Error for a note of a different version
 */
function readNotes<Note>(folder: string, schema: z.ZodType<Note>, debug: DebugLog): Map<string, Note> {
  const notes = new Map<string, Note>();
  for (const file of listed(folder)) {
    const at = path.join(folder, file);
    try {
      if (file.endsWith(".tmp")) removeAbandoned(at);
      else notes.set(file, readKept(readFileSync(at, "utf8"), formats.note, schema));
    } catch (error) {
      if (error instanceof OtherFormatError) throw new Error(`The note ${at} cannot be read. ${error.message}`);
      debug(`The note ${at} is ignored: ${messageOf(error)}`);
    }
  }
  return notes;
}

/** Minimum age of an abandoned file. A note receives its final name within milliseconds of being written. */
const NAMELESS_MS = 60_000;

/**
 * Removes an abandoned file. A preview can run at the same time as an update whose note is about to receive its final
 * name (`writeWhole`).
 */
function removeAbandoned(file: string): void {
  const pid = Number(/\.(\d+)\.tmp$/.exec(file)?.[1]);
  const old = Date.now() - statSync(file).mtimeMs > NAMELESS_MS; // by then, another process may have the id
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
