import { reference } from "./codec.ts";
import type { PlainProperty, PlainResourceSpec } from "./spec.ts";

/** `division.id`, which the platform sets to the home division. */
export function division(what: string): PlainProperty {
  return {
    type: "string",
    api: "division",
    codec: reference,
    computed: true,
    description: `The division to which this ${what} belongs. Default: the home division.`,
  };
}

/** A property that names another object by its id. */
export function idAt(api: string, description: string): PlainProperty {
  return { type: "string", api, codec: reference, description };
}

/** A set of ids, each `{id}` in the platform's JSON. */
export function idsAt(api: string, description: string): PlainProperty {
  return {
    type: "array",
    set: true,
    api,
    description,
    items: { type: "string", description: "An id.", codec: reference },
  };
}

/** Scalars whose name in the platform's JSON is that of the property. */
export function plainly(
  properties: Readonly<Record<string, Omit<PlainProperty, "api">>>,
): Readonly<Record<string, PlainProperty>> {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, { ...property, api: name }]));
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

/** @throws Error when a half is missing */
export function joinedId(first: unknown, second: unknown): string {
  for (const half of [first, second]) {
    if (typeof half !== "string" || half === "") throw new Error("The platform's answer has no id.");
  }
  return `${String(first)}/${String(second)}`;
}
