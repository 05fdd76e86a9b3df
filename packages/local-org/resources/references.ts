import type { Directory } from "../directory.ts";
import type { JsonObject } from "../http/route.ts";
import type { ResourceReference } from "./resource-table.ts";

/** A rule for the objects that a field may reference, if the kind alone is not sufficient. */
export interface ReferenceRule {
  readonly kind: string;
  /** For a flow: its types in the API. */
  readonly types?: readonly string[];
  /**
   * The platform's refusal of a different type. If omitted, a different type is accepted with a warning in the request
   * log.
   */
  readonly misfit?: { readonly code: string; readonly message: string };
  /** Set if an id without an object is accepted, with a warning in the request log. */
  readonly unknown?: "accepted";
}

/**
 * The fields in which a document references other objects by `{id}` or a bare id, and the kind of each: `queueFlow`,
 * `openSchedules[]` for a list, `emergencyCallFlows[].ivrs[]` for lists within lists, `defaultScripts.*` for every key
 * of a map.
 */
export type ReferenceFields = Readonly<Record<string, string | ReferenceRule | KindOfReference>>;

/**
 * Determines the kind of a reference, if it depends on the reference itself; undefined if the reference cannot be
 * checked.
 */
export type KindOfReference = (reference: JsonObject) => string | undefined;

/** An object that a document references, and the field with the reference. */
export interface FieldReference extends ResourceReference {
  readonly field: string;
  readonly rule: ReferenceRule;
}

/** The references in a document. A field that is missing, `null` or without an id has no reference. */
export function referencesIn(document: JsonObject, fields: ReferenceFields): FieldReference[] {
  return Object.entries(fields).flatMap(([field, of]) =>
    valuesAt(document, field.split(".")).flatMap((value) => {
      const reference = (typeof value === "string" ? { id: value } : (value ?? {})) as JsonObject;
      const rule = ruleOf(of, reference);
      const { id } = reference;
      if (rule === undefined || typeof id !== "string" || id === "") return [];
      return [{ field: field.replace(/\[\]|\.\*/g, ""), kind: rule.kind, id, rule }];
    }),
  );
}

function ruleOf(of: ReferenceFields[string], reference: JsonObject): ReferenceRule | undefined {
  if (typeof of === "string") return { kind: of };
  if (typeof of !== "function") return of;
  const kind = of(reference);
  return kind === undefined ? undefined : { kind };
}

/** The document without empty references (`{}`), which clients send to remove a reference. */
export function withoutEmpty(document: JsonObject, fields: ReferenceFields): JsonObject {
  const empty = (value: unknown): boolean =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
  const kept = Object.entries(document).filter(([field, value]) => !(Object.hasOwn(fields, field) && empty(value)));
  return Object.fromEntries(kept);
}

/** References to objects that do not exist, for kinds that the organisation supports. */
export function missingReferences(directory: Directory, references: readonly FieldReference[]): FieldReference[] {
  return references.filter(({ kind, id }) => directory.keeps(kind) && !directory.get(kind, id));
}

/** References to objects of a type that the field does not accept. */
export function misfits(directory: Directory, references: readonly FieldReference[]): FieldReference[] {
  return references.filter(({ kind, id, rule }) => {
    const type = rule.types && directory.get(kind, id)?.type;
    return type !== undefined && rule.types?.includes(type) === false;
  });
}

/** The name of a kind in messages: `schedule group` for `scheduleGroup`. */
export function nounOf(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  const [head, ...rest] = path;
  if (head === undefined) return [value];
  if (head === "*")
    return Object.values(typeof value === "object" ? (value ?? {}) : {}).flatMap((v) => valuesAt(v, rest));
  const list = head.endsWith("[]");
  const next = (value as JsonObject | null | undefined)?.[list ? head.slice(0, -2) : head];
  const values = list ? (Array.isArray(next) ? next : []) : [next];
  return values.flatMap((entry) => valuesAt(entry, rest));
}
