import type { Location } from "@genesys-flows/architect";
import type { YamlPath } from "../yaml-file.ts";

export type ColumnValue = string | number | boolean;

/** Rows of a data table by their keys; of each, the values by column, without the key. */
export type TableRows = Readonly<Record<string, Readonly<Record<string, ColumnValue>>>>;

/** An object that another one names: where its id goes in the properties. */
export interface ObjectReference {
  /** `["openSchedulesId", 0]`. */
  readonly path: readonly (string | number)[];
  /** `schedule`; `flow` for a flow of the project by key or name. */
  readonly kind: string;
  readonly name: string;
  readonly location: Location;
}

/** An object that a file below `flows/` declares, with the values of the stack. */
export interface DeclaredObject {
  /** As in the table of kinds: `scheduleGroup`. */
  readonly kind: string;
  /** Display name; `INTEGRATION/ACTION` of a data action. */
  readonly name: string;
  /** The organisation has it: it is named and checked, never created or changed. */
  readonly existing: boolean;
  /** Earlier names. */
  readonly formerly: readonly string[];
  /** Inputs of the resource, by the provider's names, without what `references` gives. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly references: readonly ObjectReference[];
  /** Of a data table. `seed`: created once, then the organisation's people own them. */
  readonly rows?: { readonly rows: TableRows; readonly are: "managed" | "seed" };
  /** Files that it names, relative to the project: rows, recordings. */
  readonly files: readonly string[];
  readonly file: string;
  /** The place of its name. */
  readonly location: Location;
  /** The place of a part of its entry. */
  locate(path: YamlPath): Location;
  /** sha256 of the entry before values are filled in, and of the files that it names: equal in every stack. */
  readonly digest: string;
}

/** What the entry of an object says, wherever it comes from. */
export interface ObjectContent extends Pick<DeclaredObject, "kind" | "name" | "properties" | "rows"> {
  readonly existing?: boolean;
  readonly references: readonly Pick<ObjectReference, "path" | "kind" | "name">[];
}
