import { oneOf, text } from "../../engine/property-specs.ts";
import type { Properties, PropertyValue } from "../../engine/values.ts";
import { objectType } from "../plain/properties.ts";
import type { Codec, Json } from "../plain/spec.ts";

const columnTypes = {
  boolean: "True or false.",
  string: "Text.",
  integer: "A whole number.",
  number: "A number.",
};

/** The column that identifies a row. */
export const KEY = "key";

export const column = objectType("ArchitectDatatableProperty", "A column of a data table.", {
  name: text("Name of the column. The column `key` identifies a row.", { required: true }),
  type: oneOf(
    "Type of the values.",
    { name: "DatatablePropertyType", description: "Type of the values in a column.", values: columnTypes },
    { required: true },
  ),
  title: text("Title that Genesys Cloud shows for the column."),
  default: text("Default value, as a string for every type, for example `true` or `8`."),
});

/**
 * Converts between a list of columns and a JSON schema whose properties have a `displayOrder`
 * (reference/platform-api.md §2.8).
 */
export const columns: Codec = {
  encode: (value) => ({
    $schema: "http://json-schema.org/draft-04/schema#",
    type: "object",
    required: [KEY],
    properties: Object.fromEntries((value as readonly Properties[]).map(columnInSchema)),
    additionalProperties: false,
  }),
  decode: (raw) => {
    const order = ([, entry]: [string, Json]): number => Number(entry["displayOrder"] ?? Number.MAX_SAFE_INTEGER);
    return Object.entries(columnsIn(raw))
      .sort((a, b) => order(a) - order(b))
      .map(([name, entry]): PropertyValue => {
        const { title, default: fallback } = entry;
        return {
          name,
          type: String(entry["type"]),
          ...(typeof title === "string" && title !== "" && { title }),
          ...(fallback !== undefined && fallback !== null && { default: String(fallback) }),
        };
      });
  },
};

function columnInSchema({ name, type, title, default: fallback }: Properties, displayOrder: number): [string, Json] {
  const value = typeof fallback === "string" ? columnValue(String(type), fallback) : undefined;
  return [
    String(name),
    {
      $id: `/properties/${String(name)}`,
      type,
      title: title ?? "",
      ...(value !== undefined && { default: value }),
      displayOrder,
    },
  ];
}

/** The columns in the JSON schema of a table, by name. */
export function columnsIn(schema: unknown): Record<string, Json> {
  return ((schema as Json | null | undefined)?.["properties"] ?? {}) as Record<string, Json>;
}

/** A string converted to a column's type; undefined if the conversion is not possible. */
export function columnValue(type: string, given: string): string | number | boolean | undefined {
  if (type === "string") return given;
  if (type === "boolean") return given === "true" ? true : given === "false" ? false : undefined;
  const number = Number(given);
  if (given.trim() === "" || !Number.isFinite(number)) return undefined;
  return type === "number" || Number.isInteger(number) ? number : undefined;
}
