import type { Severity } from "@genesys-flows/architect";
import type { z } from "zod";
import type { ProjectCode } from "../../codes.ts";
import type { DeclaredObject, ObjectContent } from "../declared-object.ts";

/** A mistake in an entry. Default severity: that of the code. */
export interface EntryFinding {
  readonly path: readonly (string | number)[];
  readonly code: ProjectCode;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: Severity;
  /** Place in another file, such as a CSV; default: that of `path`. */
  readonly location?: import("@genesys-flows/architect").Location;
}

/** What an entry says in the provider's words. */
export interface Expanded extends Partial<Pick<DeclaredObject, "rows" | "files">> {
  readonly properties: Readonly<Record<string, unknown>>;
  /** Names of other objects, by the path in the properties. */
  readonly references?: readonly {
    readonly path: readonly (string | number)[];
    readonly kind: string;
    readonly name: string;
    /** Where the entry has the name. */
    readonly at: readonly (string | number)[];
  }[];
  readonly findings: readonly EntryFinding[];
}

/** Where an entry is, and how the files that it names are read. */
export interface EntryContext {
  readonly name: string;
  /** The file with the entry, relative to the project, with `/`. */
  readonly file: string;
  /**
   * Reads a file by its path relative to the file with the entry.
   * @returns its bytes and its path relative to the project; why it cannot be read, as the end of a sentence
   */
  read(path: string): { readonly bytes: Uint8Array; readonly file: string } | { readonly because: string };
  /** Absolute path of a file that an entry names. */
  absolute(path: string): string;
}

/** What a shorthand writes of an object. */
export interface Contracted {
  /** Keys of an entry and their values. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** The properties that they say, and that the entry therefore does not repeat. */
  readonly says: readonly string[];
  /** Files beside that of the entry, by their paths relative to it. */
  readonly files?: ReadonlyMap<string, string>;
}

/** Other words for settings of a kind. */
export interface Shorthand {
  /** Further keys of an entry, and keys of the kind that have another shape. Each is described. */
  readonly shape: z.core.$ZodShape;
  /** Keys of the kind that these replace. */
  readonly replaces?: readonly string[];
  /** The shape of entries under any other key, such as a language of a prompt. */
  readonly others?: z.ZodType;
  /** @param entry what fits the shape; keys of the kind itself are expanded by the loader */
  expand(entry: Readonly<Record<string, unknown>>, context: EntryContext): Expanded | Promise<Expanded>;
  /**
   * The inverse of `expand`: undefined if the shorthand cannot say exactly what the object has.
   * @param o.folder of the file that gets the entry, relative to the project: files are named from there
   */
  contract?(
    content: ObjectContent,
    o: { readonly folder: string },
  ): Contracted | undefined | Promise<Contracted | undefined>;
}
