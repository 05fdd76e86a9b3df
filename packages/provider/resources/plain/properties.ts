import { reference } from "./codec.ts";
import type { PlainProperty, PlainResourceSpec } from "./spec.ts";

/** `division.id`, which the platform sets to home. */
export function division(what: string): PlainProperty {
  return {
    type: "string",
    api: "division",
    codec: reference,
    computed: true,
    description: `The division to which this ${what} belongs. The home division when not set.`,
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

/** Objects that people know by their names, found by the `name` filter of their listing. */
export const byName: NonNullable<PlainResourceSpec["identity"]> = {
  by: ["name"],
  query: (inputs) => ({ name: String(inputs["name"]) }),
};
