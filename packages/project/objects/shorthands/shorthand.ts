import type { Severity } from "@genesys-flows/architect";
import type { z } from "zod";
import type { ProjectCode } from "../../codes.ts";
import type { DeclaredObject, ObjectContent } from "../declared-object.ts";

/** A finding in an entry. Default severity: the severity of the code. */
export interface EntryFinding {
  readonly path: readonly (string | number)[];
  readonly code: ProjectCode;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: Severity;
  /** Place in another file, such as a CSV; default: the place of `path`. */
  readonly location?: import("@genesys-flows/architect").Location;
}

/** The content of an entry in the provider's form. */
export interface Expanded extends Partial<Pick<DeclaredObject, "rows" | "files">> {
  readonly properties: Readonly<Record<string, unknown>>;
  /** Names of other objects, with their paths in the properties. */
  readonly references?: readonly {
    readonly path: readonly (string | number)[];
    readonly kind: string;
    readonly name: string;
    /** The path of the name in the entry. */
    readonly at: readonly (string | number)[];
  }[];
  readonly findings: readonly EntryFinding[];
}

/** The place of an entry, and how to read the files that it refers to. */
export interface EntryContext {
  readonly name: string;
  /** The file that contains the entry, relative to the project, with `/`. */
  readonly file: string;
  /**
   * Reads a file by its path relative to the file with the entry.
   * @returns its bytes and its path relative to the project, or the reason why it cannot be read, as the end of a
   * sentence
   */
  read(path: string): { readonly bytes: Uint8Array; readonly file: string } | { readonly because: string };
  /** Absolute path of a file that an entry refers to. */
  absolute(path: string): string;
}

/** The shorthand form of an object. */
export interface Contracted {
  /** The keys of an entry and their values. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** The properties that these keys express, so that the entry does not repeat them. */
  readonly says: readonly string[];
  /** Further files by path, relative to the entry's file. */
  readonly files?: ReadonlyMap<string, string>;
}

/** An alternative form of a kind's settings. */
export interface Shorthand {
  /** Additional keys of an entry, and keys of the kind that have a different shape. Each has a description. */
  readonly shape: z.core.$ZodShape;
  /** Keys of the kind that the shorthand replaces. */
  readonly replaces?: readonly string[];
  /** The schema of entries under any other key, such as a language of a prompt. */
  readonly others?: z.ZodType;
  /** @param entry the part that matches the shape; the loader expands the kind's own keys */
  expand(entry: Readonly<Record<string, unknown>>, context: EntryContext): Expanded | Promise<Expanded>;
  /**
   * The inverse of `expand`. Returns undefined if the shorthand cannot express the object exactly.
   * @param o.folder the folder of the entry's file, relative to the project; paths in the entry are relative to it
   */
  contract?(
    content: ObjectContent,
    o: { readonly folder: string },
  ): Contracted | undefined | Promise<Contracted | undefined>;
}
