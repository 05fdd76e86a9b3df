import type { JsonObject } from "../http/types.ts";
import type { Directory } from "./directory.ts";
import type { ResourceReference } from "./resourceStore.ts";

/**
 * Where a document names other things by `{id}` or a bare id, and the kind of each: `queueFlow`, `openSchedules[]` for a list,
 * `emergencyCallFlows[].ivrs[]` for lists within lists.
 */
export type ReferenceFields = Readonly<Record<string, string>>;

/** A thing that a document names, and the field that names it. */
export interface FieldReference extends ResourceReference {
  readonly field: string;
}

/** What the document names; a field that is absent, `null` or without an id names nothing. */
export function referencesIn(document: JsonObject, fields: ReferenceFields): FieldReference[] {
  return Object.entries(fields).flatMap(([field, kind]) =>
    valuesAt(document, field.split(".")).flatMap((value) => {
      const id = typeof value === "string" ? value : (value as JsonObject | null | undefined)?.["id"];
      return typeof id === "string" && id !== "" ? [{ field: field.replaceAll("[]", ""), kind, id }] : [];
    }),
  );
}

/** Those that the organisation does not have, as far as it keeps things of the kind. */
export function missingReferences(directory: Directory, references: readonly FieldReference[]): FieldReference[] {
  return references.filter(({ kind, id }) => directory.keeps(kind) && !directory.get(kind, id));
}

/** How messages call things of a kind: `scheduleGroup` is a `schedule group`. */
export function nounOf(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  const [head, ...rest] = path;
  if (head === undefined) return [value];
  const list = head.endsWith("[]");
  const next = (value as JsonObject | null | undefined)?.[list ? head.slice(0, -2) : head];
  const values = list ? (Array.isArray(next) ? next : []) : [next];
  return values.flatMap((entry) => valuesAt(entry, rest));
}
