import { NameMap } from "@genesys-flows/architect";
import rows from "./kinds.json" with { type: "json" };

/** A setting of an object in a file. */
export interface Setting {
  readonly type: "string" | "boolean" | "integer" | "number" | "map" | "array" | "object";
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string | number | boolean;
  /** For a fixed set of values: value -> its meaning. */
  readonly values?: Readonly<Record<string, string>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  /** The kind of the objects that the setting names, one or several; the property contains their ids. */
  readonly of?: string;
  readonly items?: Setting;
  readonly settings?: Settings;
}

/** Settings by their names in files; `property` is the resource's property. */
export type Settings = Readonly<Record<string, Setting & { readonly property: string }>>;

/** A kind of object that files can declare: a row of the provider's table of kinds. */
export interface ObjectKindRow {
  /** Names the kind in code, state and configuration: `scheduleGroup`. */
  readonly kind: string;
  /** Its name in messages: `schedule group`. */
  readonly noun: string;
  /** Root key in files: `scheduleGroups`. */
  readonly key: string;
  /** Token of the resource type. */
  readonly token: string;
  readonly description: string;
  /** The property that contains the name of an entry. */
  readonly name: string;
  /** True if the platform cannot rename such an object, so that a new name means a new object. */
  readonly replacedByName?: boolean;
  readonly settings: Settings;
}

export const objectKinds = rows as unknown as readonly ObjectKindRow[];

const byKind = new Map(objectKinds.map((row) => [row.kind, row]));

/** The row of a kind. @throws Error for a kind that cannot be declared in files */
export function kindRow(kind: string): ObjectKindRow {
  const row = byKind.get(kind);
  if (!row) throw new Error(`Objects of the kind '${kind}' cannot be declared in files.`);
  return row;
}

export function isDeclarable(kind: string): boolean {
  return byKind.has(kind);
}

/** Finds objects by kind and name, ignoring case. */
export class ObjectMap<T extends { readonly kind: string; readonly name: string }> {
  readonly #objects: NameMap<T>;

  constructor(objects: Iterable<T> = []) {
    this.#objects = new NameMap([...objects].map((object) => [spelled(object.kind, object.name), object]));
  }

  get(kind: string, name: string): T | undefined {
    return this.#objects.get(spelled(kind, name));
  }

  set(object: T): void {
    this.#objects.set(spelled(object.kind, object.name), object);
  }
}

function spelled(kind: string, name: string): string {
  return `${kind}:${name}`;
}
