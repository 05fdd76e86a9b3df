import type { Location } from "@genesys-flows/architect";
import type { YamlPath } from "../yaml-file.ts";

export type ColumnValue = string | number | boolean;

/** The rows of a data table by key, each with its values by column, without the key. */
export type TableRows = Readonly<Record<string, Readonly<Record<string, ColumnValue>>>>;

/** A reference to another object, and the path of its id in the properties. */
export interface ObjectReference {
  /** `["openSchedulesId", 0]`. */
  readonly path: readonly (string | number)[];
  /** `schedule`; `flow` for a flow in the project by key or name. */
  readonly kind: string;
  readonly name: string;
  readonly location: Location;
}

/** An object that a file in `flows/` declares, with the values of the stack filled in. */
export interface DeclaredObject {
  /** As in the table of kinds: `scheduleGroup`. */
  readonly kind: string;
  /** Display name; `INTEGRATION/ACTION` for a data action. */
  readonly name: string;
  /** Whether the object is `existing`: it must exist in the organisation, and is never created or changed. */
  readonly existing: boolean;
  /** Earlier names. */
  readonly formerly: readonly string[];
  /** Inputs of the resource, by the provider's names, without the ids of `references`. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly references: readonly ObjectReference[];
  /** For a data table. `seed`: the rows are created once, then maintained by people in the organisation. */
  readonly rows?: { readonly rows: TableRows; readonly are: "managed" | "seed" };
  /** The files that it refers to, relative to the project: rows, recordings. */
  readonly files: readonly string[];
  readonly file: string;
  /** The place of its name. */
  readonly location: Location;
  /** The place of a part of the entry. */
  locate(path: YamlPath): Location;
  /**
   * The sha256 hash of the entry before values are filled in, and of the files that it refers to; the same in every
   * stack.
   */
  readonly digest: string;
}

/** The content of an object's entry, regardless of its source. */
export interface ObjectContent extends Pick<DeclaredObject, "kind" | "name" | "properties" | "rows"> {
  readonly existing?: boolean;
  readonly references: readonly Pick<ObjectReference, "path" | "kind" | "name">[];
}
