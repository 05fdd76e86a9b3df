import type { ObjectKind } from "@genesys-flows/platform";
import { listOf, type ObjectSpec, text } from "../../engine/property-specs.ts";
import { reference } from "./codec.ts";
import type { Json, Place, PlainObject, PlainProperty, PlainResourceSpec } from "./spec.ts";

type Fields = Readonly<Record<string, PlainProperty>>;

/** Properties, each with its own name in the platform's JSON where it says no other place. */
export function fields(properties: Fields): Fields {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, { api: name, ...property }]));
}

export function objectType(name: ObjectSpec["name"], description: string, properties: Fields): PlainObject {
  return { name, description, properties: fields(properties) };
}

/** Where to read a property that a different request writes. */
export function readBy(get: (live: Json) => unknown): Place {
  return { get, set: () => {} };
}

/** `division.id`, which the platform sets to the home division. */
export function division(what: string): PlainProperty {
  const description = `The division to which this ${what} belongs. Default: the home division.`;
  return { ...idAt("division", description, "division"), computed: true };
}

/** @param of kind of the object; absent if no table has it */
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

/** Objects with a name as identity, found by the `name` filter of their listing. */
export const byName: NonNullable<PlainResourceSpec["identity"]> = {
  by: ["name"],
  query: (inputs) => ({ name: String(inputs["name"]) }),
};

/**
 * The two halves of an id such as `example.com/<route>`; the second may contain slashes.
 * @param form its form, for the message: `DOMAIN/ROUTE`
 * @throws Error for an id of another form
 */
export function splitId(id: string, form: string): [string, string] {
  const at = id.indexOf("/");
  if (at <= 0 || at === id.length - 1) throw new Error(`The id '${id}' must have the form ${form}.`);
  return [id.slice(0, at), id.slice(at + 1)];
}

/** The id that the platform has: of `domain/route`, the last part. */
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
