import type { ObjectKind } from "@genesys-flows/platform";
import { listOf, type ObjectSpec, text } from "../../engine/property-specs.ts";
import { reference } from "./codec.ts";
import type { Json, Place, PlainObject, PlainProperty, PlainResourceSpec } from "./spec.ts";

type Fields = Readonly<Record<string, PlainProperty>>;

/** Properties. The default path of a property in the platform's JSON is its name. */
export function fields(properties: Fields): Fields {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, { api: name, ...property }]));
}

export function objectType(name: ObjectSpec["name"], description: string, properties: Fields): PlainObject {
  return { name, description, properties: fields(properties) };
}

/** The path of a property that is only read from the JSON, because a different request writes it. */
export function readBy(get: (live: Json) => unknown): Place {
  return { get, set: () => {} };
}

/** `division.id`, which the platform sets to the home division. */
export function division(what: string): PlainProperty {
  const description = `The division to which this ${what} belongs. Default: the home division.`;
  return { ...idAt("division", description, "division"), computed: true };
}

/** @param of kind of the object; omitted if no table contains the kind */
export function idAt(api: string, description: string, of?: ObjectKind): PlainProperty {
  return text(description, { api, codec: reference, ...(of && { of }) });
}

/** A set of ids, each `{id}` in the platform's JSON. */
export function idsAt(api: string, description: string, of: ObjectKind): PlainProperty {
  return listOf(text("An id.", { codec: reference }), { set: true, api, description, of });
}

export function idSet(description: string, of: ObjectKind, further: Partial<PlainProperty> = {}): PlainProperty {
  return listOf(text("An id."), { set: true, description, of, ...further });
}

/** The identity of objects that the `name` filter of their listing finds. */
export const byName: NonNullable<PlainResourceSpec["identity"]> = {
  by: ["name"],
  query: (inputs) => ({ name: String(inputs["name"]) }),
};

/**
 * The two parts of an id such as `example.com/<route>`; the second part may contain slashes.
 * @param form the format, for the message: `DOMAIN/ROUTE`
 * @throws Error for an id with a different format
 */
export function splitId(id: string, form: string): [string, string] {
  const at = id.indexOf("/");
  if (at <= 0 || at === id.length - 1) throw new Error(`The id '${id}' must have the form ${form}.`);
  return [id.slice(0, at), id.slice(at + 1)];
}

/** The platform's id: the last part of `domain/route`. */
export function ownId(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

export function joinedId(first: unknown, second: unknown): string {
  for (const half of [first, second]) {
    if (typeof half !== "string" || half === "") throw new Error("The platform's response contains no id.");
  }
  return `${String(first)}/${String(second)}`;
}

/** A string in the platform's JSON; undefined if it is empty or not a string. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
