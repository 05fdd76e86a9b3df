import { declaredValues } from "@genesys-flows/architect";
import { wholeNumber } from "@genesys-flows/architect/settings";
import { z } from "zod";
import { type ObjectKindRow, objectKinds, type Setting, type Settings } from "./kinds.ts";
import { shorthands } from "./shorthands/index.ts";

const name = z.string().trim().min(1).max(256).meta({ title: "name" });

/** Keys that every entry may have. */
export const common = {
  existing: z
    .literal(true)
    .optional()
    .describe(
      "The object exists in the organisation, and this stack never creates or changes it. No other settings are allowed.",
    ),
  formerly: z
    .array(name)
    .optional()
    .describe("Earlier names, after a rename. The object is kept if the platform can rename it."),
};

/** The schema of an entry of a kind. */
export function entrySchema(row: ObjectKindRow): z.ZodObject {
  const shorthand = shorthands[row.kind];
  const own = Object.entries(row.settings).filter(([key]) => !shorthand?.replaces?.includes(key));
  // Required settings are checked when the entry is expanded, because an `existing` entry does not have them.
  const shape = { ...common, ...shapeOf(Object.fromEntries(own)), ...shorthand?.shape };
  const entry = shorthand?.others ? z.object(shape).catchall(shorthand.others) : z.strictObject(shape);
  return entry.describe(row.description);
}

function shapeOf(settings: Settings): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, setting]) => {
      const schema = schemaOf(setting).optional();
      // The vendor's name of the property takes ids, for objects that cannot be found by name.
      const byId =
        setting.property !== key && setting.of ? [[setting.property, idsOf(setting).optional()] as const] : [];
      return [[key, schema] as const, ...byId];
    }),
  );
}

function idsOf({ type, description }: Setting): z.ZodType {
  const id = z.string();
  const ids = type === "array" ? z.array(id) : type === "map" ? z.record(z.string(), id) : id;
  return ids.describe(`${description} By id.`);
}

function schemaOf(setting: Setting): z.ZodType {
  return bareSchema(setting).describe(textOf(setting));
}

function bareSchema({
  type,
  description,
  of,
  values,
  minimum,
  maximum,
  maxItems,
  items,
  settings,
}: Setting): z.ZodType {
  if (of !== undefined) return type === "array" ? z.array(name) : type === "map" ? z.record(z.string(), name) : name;
  if (values) {
    const words = Object.keys(values);
    return z.enum(words, `expected one of ${words.map((word) => `\`${word}\``).join(", ")}`);
  }
  if (type === "boolean") return z.boolean();
  if (type === "integer" && minimum !== undefined && maximum !== undefined)
    return wholeNumber({ minimum, maximum }, description);
  if (type === "integer") return z.int("expected a whole number");
  if (type === "number") return z.number("expected a number");
  if (type === "array" && items)
    return maxItems === undefined ? z.array(schemaOf(items)) : z.array(schemaOf(items)).max(maxItems);
  if (type === "map" && items) return z.record(z.string(), schemaOf(items));
  if (type === "object" && settings) return z.strictObject(requiring(settings));
  return z.string();
}

function requiring(settings: Settings): Record<string, z.ZodType> {
  const shape = shapeOf(settings);
  return Object.fromEntries(
    Object.entries(shape).map(([key, schema]) => {
      const isRequired = settings[key]?.required === true && settings[key]?.of === undefined;
      return [key, isRequired && schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema];
    }),
  );
}

function textOf({ description, values = {}, default: value }: Setting): string {
  const meanings = Object.entries(values).map(([word, meaning]) => `${word}: ${meaning}`);
  return [description, ...meanings, value === undefined ? undefined : `Default: ${value}.`].filter(Boolean).join(" ");
}

type Entries = (row: ObjectKindRow) => z.ZodType;

/**
 * The schema of a file that declares objects: entries by name under the key of each kind. @param entries returns the
 * schema for the entries of a kind
 */
function fileSchema(entries: Entries): z.ZodObject {
  return z.strictObject({
    $schema: z.string().optional(),
    values: declaredValues.optional(),
    ...Object.fromEntries(
      objectKinds.map((row) => [row.key, entries(row).optional().describe(`${row.description} By name.`)]),
    ),
  });
}

const entriesByName: Entries = (row) => z.record(name, entrySchema(row).nullable());

const made = new Map<string, z.ZodType>();

/**
 * The schema of a file after its lists of names were converted to entries. @param keys the file's root keys; the schema
 * omits other kinds
 */
export function objectsFileSchema(keys: readonly string[]): z.ZodObject {
  return fileSchema((row) => {
    if (!keys.includes(row.key)) return z.undefined();
    const schema = made.get(row.key) ?? entriesByName(row);
    made.set(row.key, schema);
    return schema;
  });
}

/** The schema of a file as users write it, in which objects without settings can be a list of names. */
export function writtenObjectsSchema(): z.ZodObject {
  return fileSchema((row) => z.union([entriesByName(row), z.array(name)]));
}
