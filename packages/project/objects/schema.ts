import { declaredValues } from "@genesys-flows/architect";
import { wholeNumber } from "@genesys-flows/architect/settings";
import { z } from "zod";
import { type ObjectKindRow, objectKinds, type Setting, type Settings } from "./kinds.ts";
import { shorthands } from "./shorthands/index.ts";

const name = z.string().trim().min(1).max(256).meta({ title: "name" });

/** What every entry may say. */
export const common = {
  existing: z
    .literal(true)
    .optional()
    .describe("The organisation has it, and this stack never creates or changes it. Without other settings."),
  formerly: z
    .array(name)
    .optional()
    .describe("Earlier names, after a rename: the object stays the same one where the platform can rename it."),
};

/** The shape of an entry of a kind. */
export function entrySchema(row: ObjectKindRow): z.ZodObject {
  const shorthand = shorthands[row.kind];
  const own = Object.entries(row.settings).filter(([key]) => !shorthand?.replaces?.includes(key));
  // What is required is checked when the entry is expanded: one that is `existing` has no settings.
  const shape = { ...common, ...shapeOf(Object.fromEntries(own)), ...shorthand?.shape };
  const entry = shorthand?.others ? z.object(shape).catchall(shorthand.others) : z.strictObject(shape);
  return entry.describe(row.description);
}

function shapeOf(settings: Settings): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, setting]) => {
      const schema = schemaOf(setting).optional();
      // The vendor's name takes ids, for an object that no name finds.
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

/** A file that declares objects: under the key of each kind, entries by name. @param entries of a kind */
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

/** The schema of a file whose lists of names are written as entries. @param keys its root keys: of other kinds, no schema is made */
export function objectsFileSchema(keys: readonly string[]): z.ZodObject {
  return fileSchema((row) => {
    if (!keys.includes(row.key)) return z.undefined();
    const schema = made.get(row.key) ?? entriesByName(row);
    made.set(row.key, schema);
    return schema;
  });
}

/** The schema of a file as people write it: objects without settings can be a list of names. */
export function writtenObjectsSchema(): z.ZodObject {
  return fileSchema((row) => z.union([entriesByName(row), z.array(name)]));
}
