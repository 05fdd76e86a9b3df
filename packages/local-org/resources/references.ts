import type { Directory } from "../directory.ts";
import type { JsonObject } from "../http/route.ts";
import type { ResourceReference } from "./resource-table.ts";

/** What a field may reference, if its kind alone does not say. */
export interface ReferenceRule {
  readonly kind: string;
  /** For a flow: its types in the API. */
  readonly types?: readonly string[];
  /** The platform's refusal of another type. Absent: another type is accepted, with a warning in the request log. */
  readonly misfit?: { readonly code: string; readonly message: string };
  /** An object that does not exist is accepted, with a warning in the request log. */
  readonly unknown?: "accepted";
}

/**
 * The fields in which a document references other objects by `{id}` or a bare id, and the kind of each: `queueFlow`,
 * `openSchedules[]` for a list, `emergencyCallFlows[].ivrs[]` for lists within lists, `defaultScripts.*` for every key
 * of a map.
 */
export type ReferenceFields = Readonly<Record<string, string | ReferenceRule | KindOfReference>>;

/** The kind of a reference, if it depends on the reference itself; undefined: cannot be checked. */
export type KindOfReference = (reference: JsonObject) => string | undefined;

/** An object that a document references, and the field with the reference. */
export interface FieldReference extends ResourceReference {
  readonly field: string;
  readonly rule: ReferenceRule;
}

/** The references of a document; a field that is absent, `null` or without an id has none. */
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

/** The document without empty references: `{}`, which clients send to remove one. */
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

/** References to objects of another type than the field accepts. */
export function misfits(directory: Directory, references: readonly FieldReference[]): FieldReference[] {
  return references.filter(({ kind, id, rule }) => {
    const type = rule.types && directory.get(kind, id)?.type;
    return type !== undefined && rule.types?.includes(type) === false;
  });
}

/** The name of a kind in messages: `scheduleGroup` is a `schedule group`. */
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
