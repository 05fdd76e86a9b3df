import type { PropertyValue } from "../../engine/values.ts";
import type { Json } from "../plain/spec.ts";
import { columnsIn, KEY } from "./columns.ts";

/** The values of a live row by column, without its key, as JSON. */
export function rowText({ [KEY]: _key, ...values }: Json): string {
  return JSON.stringify(values);
}

/** The values in a row's JSON; empty if the JSON does not represent a row. */
export function valuesIn(given: PropertyValue | undefined): Json {
  if (typeof given !== "string" || problemOf(given)) return {};
  return JSON.parse(given) as Json;
}

/**
 * Why a string does not represent a row; undefined if it does.
 * @param keyIs the end of the message, which says where the source specifies the key
 */
export function problemOf(given: string, keyIs = ""): string | undefined {
  try {
    const value: unknown = JSON.parse(given);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return "must be a JSON object";
    return KEY in value ? `must not contain the column '${KEY}'${keyIs}` : undefined;
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`;
  }
}

/**
 * Whether a live row has the desired values. Columns that the source never set do not matter: the platform fills in the
 * table's defaults, and people may change them.
 * @param row.given the previous values in the source; a column that the source no longer sets must be absent
 */
export function isSameRow({
  after,
  before,
  given,
}: Readonly<Record<"after" | "before" | "given", PropertyValue | undefined>>): boolean {
  const [wanted, live, last] = [valuesIn(after), valuesIn(before), valuesIn(given)];
  return (
    Object.entries(wanted).every(([name, value]) => JSON.stringify(live[name]) === JSON.stringify(value)) &&
    Object.keys(last).every((name) => name in wanted || !(name in live))
  );
}

/** The defaults of the columns in a table's schema, without the key; the vendor's provider sends them with a row (reference/terraform-traces/README.md). */
export function defaultsIn(schema: unknown): Json {
  const defaults = Object.entries(columnsIn(schema)).map(([name, { default: value }]) => [name, value] as const);
  return Object.fromEntries(defaults.filter(([name, value]) => name !== KEY && value !== undefined));
}
