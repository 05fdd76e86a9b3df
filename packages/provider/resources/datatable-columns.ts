import type { Properties } from "../engine/values.ts";
import type { Json } from "./plain/spec.ts";

export type ColumnType = "string" | "boolean" | "integer" | "number";

export const columnTypes: Readonly<Record<ColumnType, string>> = {
  boolean: "True or false.",
  string: "Text.",
  integer: "A whole number.",
  number: "A number.",
};

/** The column that identifies a row. */
export const KEY = "key";

/** A text as a value of a column; undefined when it does not have the type. */
export function columnValue(type: ColumnType, text: string): string | number | boolean | undefined {
  if (type === "string") return text;
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : undefined;
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) return undefined;
  return type === "number" || Number.isInteger(number) ? number : undefined;
}

/** The JSON schema of a table (reference/platform-api.md §2.8). */
export function schemaOf(columns: readonly Properties[]): Json {
  const properties = columns.map((column, displayOrder) => {
    const { name, type, title, default: fallback } = column;
    const value = typeof fallback === "string" ? columnValue(type as ColumnType, fallback) : undefined;
    return [
      String(name),
      {
        $id: `/properties/${String(name)}`,
        type,
        title: title ?? "",
        ...(value !== undefined && { default: value }),
        displayOrder,
      },
    ] as const;
  });
  return {
    $schema: "http://json-schema.org/draft-04/schema#",
    type: "object",
    required: [KEY],
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

/** The defaults of a table's columns, by column; without the key. */
export function defaultsIn(schema: unknown): Json {
  const properties = ((schema as Json | null | undefined)?.["properties"] ?? {}) as Record<string, Json>;
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name, column]) => name !== KEY && column["default"] !== undefined)
      .map(([name, column]) => [name, column["default"]]),
  );
}
