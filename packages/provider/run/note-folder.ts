import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import type { ResourceUrn } from "../rpc/provider.ts";

/** Says at debug level why a note is not there: nothing fails because of one. */
export type DebugLog = (message: string) => void;

/**
 * Notes that one run leaves for the next, below the project's folder: one JSON file for each resource of a stack, written so
 * that it survives the end of the process and of the machine.
 */
export class NoteFolder<Note extends { readonly urn: string }> {
  readonly #folder: string;
  readonly #schema: z.ZodType<Note>;
  /** By stack, and there by name of the file. */
  readonly #notes = new Map<string, Map<string, Note>>();

  /** @param folder where the stacks have a folder each */
  constructor(folder: string, schema: z.ZodType<Note>) {
    this.#folder = folder;
    this.#schema = schema;
  }

  /** The notes of the resource's stack, by file. Read once: only this process writes there while the stack is locked. */
  of(urn: ResourceUrn, debug: DebugLog): ReadonlyMap<string, Note> {
    return this.#notesOf(urn, debug);
  }

  /** The note of a resource; undefined when there is none, or none that can be read. */
  read(urn: ResourceUrn, debug: DebugLog): Note | undefined {
    const note = this.#notesOf(urn, debug).get(nameOf(urn));
    return note?.urn === urn.text ? note : undefined;
  }

  /**
   * Writes the note of a resource, in place of an earlier one.
   * @returns whether it could be written
   */
  async write(urn: ResourceUrn, note: Note, debug: DebugLog): Promise<boolean> {
    const folder = this.#folderOf(urn);
    const name = nameOf(urn);
    const written = path.join(folder, `${name}.${process.pid}.tmp`);
    try {
      const notes = this.#notesOf(urn, debug);
      await mkdir(folder, { recursive: true });
      await writeDown(written, `${JSON.stringify(note, undefined, 2)}\n`);
      await rename(written, path.join(folder, name));
      await flushFolder(folder);
      notes.set(name, note);
      return true;
    } catch (error) {
      await rm(written, { force: true }).catch(() => undefined); // the reason is the first failure
      debug(`No note of ${urn.name} could be written: ${messageOf(error)}`);
      return false;
    }
  }

  /** Takes the note of a resource away, or that in a file of its stack. */
  async drop(urn: ResourceUrn, debug: DebugLog, file: string = nameOf(urn)): Promise<void> {
    if (!this.#notesOf(urn, debug).delete(file)) return;
    try {
      await rm(path.join(this.#folderOf(urn), file), { force: true });
    } catch (error) {
      debug(`The note ${file} could not be taken away: ${messageOf(error)}`);
    }
  }

  #notesOf(urn: ResourceUrn, debug: DebugLog): Map<string, Note> {
    const known = this.#notes.get(urn.stack);
    if (known) return known;
    const notes = this.#readAll(this.#folderOf(urn), debug);
    this.#notes.set(urn.stack, notes);
    return notes;
  }

  /** The notes in a folder, by file. One that is not there, or may not be read, holds none; a file that was cut is none. */
  #readAll(folder: string, debug: DebugLog): Map<string, Note> {
    const notes = new Map<string, Note>();
    for (const file of listed(folder)) {
      const at = path.join(folder, file);
      try {
        if (file.endsWith(".tmp")) rmSync(at, { force: true });
        else notes.set(file, this.#schema.parse(JSON.parse(readFileSync(at, "utf8"))));
      } catch (error) {
        debug(`The note ${at} is not used: ${messageOf(error)}`);
      }
    }
    return notes;
  }

  #folderOf(urn: ResourceUrn): string {
    return path.join(this.#folder, urn.stack.replaceAll(/[^A-Za-z0-9_-]/g, "_") || "_");
  }
}

function nameOf(urn: ResourceUrn): string {
  return `${createHash("sha256").update(urn.text).digest("hex").slice(0, 32)}.json`;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function writeDown(file: string, text: string): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Where folders can be flushed, so that the new name is on the disk too. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
