import { factsOf, textOf } from "@genesys-flows/architect/settings";
import type { z } from "zod";
import type { EnumSpec, PropertySpec } from "./property-specs.ts";

/** Specs of the properties that are settings of the project too, from their schemas. */
export function specsOf<S extends z.ZodObject>(settings: S): { readonly [name in keyof S["shape"]]: PropertySpec } {
  return Object.fromEntries(
    Object.entries(settings.shape).map(([name, schema]) => [name, specOf(name, schema as z.ZodType)]),
  ) as { [name in keyof S["shape"]]: PropertySpec };
}

/** @throws Error for a setting that is not a scalar */
function specOf(name: string, schema: z.ZodType): PropertySpec {
  const facts = factsOf(schema);
  const { type, description, meanings, default: value, minimum, maximum } = facts;
  if (type === "other") throw new Error(`The setting '${name}' is not a scalar.`);
  return {
    type,
    description: textOf(facts),
    ...(meanings && { enum: enumSpec(name, { description, meanings }) }),
    ...(value !== undefined && { default: value }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
}

/** `OnDrift` of the setting `onDrift`. */
function enumSpec(
  name: string,
  { description, meanings }: { readonly description: string; readonly meanings: EnumSpec["values"] },
): EnumSpec {
  return { name: name.charAt(0).toUpperCase() + name.slice(1), description, values: meanings };
}
