import { isDeepStrictEqual } from "node:util";
import { slug } from "../keys.ts";
import type { ObjectContent } from "./declared-object.ts";
import { kindRow, type Setting, type Settings } from "./kinds.ts";
import type { TableColumn } from "./rows/column-value.ts";
import { KEY, type TableShape } from "./rows/table.ts";
import { writeRows } from "./rows/write-rows.ts";
import { shorthands } from "./shorthands/index.ts";

/** An object in the form of an entry. */
export interface ObjectEntry {
  /** The value under the object's name; null without settings. */
  readonly entry: Readonly<Record<string, unknown>> | null;
  /** Contents of files that the entry refers to, by path relative to the entry's file. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The entry of an object as users write it: with names instead of ids, with the kind's shorthand if it is equivalent,
 * and without default values. Reading the entry returns the same object. A reference without a name keeps its id, under
 * the vendor's name of the property.
 * @param o.folder the folder of the entry's file, relative to the project
 */
export async function entryOf(content: ObjectContent, { folder = "flows" } = {}): Promise<ObjectEntry> {
  if (content.existing) return { entry: { existing: true }, files: new Map() };
  const row = kindRow(content.kind);
  const short = await shorthands[content.kind]?.contract?.(content, { folder });
  const said = new Set(short?.says);
  const left = Object.entries(withNames(content)).filter(([property]) => !said.has(property));
  const plain = plainEntry(row.settings, Object.fromEntries(left));
  const rows = rowsOf(content);
  const written = { ...short?.entry, ...plain, ...rows.entry };
  // Templates of data actions contain their own `${...}`.
  const entry = (content.kind === "dataAction" ? written : escaped(written)) as Readonly<Record<string, unknown>>;
  return {
    entry: Object.keys(entry).length === 0 ? null : entry,
    files: new Map([...(short?.files ?? []), ...rows.files]),
  };
}

/** Escapes strings for a file, where `${name}` would be a value of the stack. */
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/\$\$?\{[^{}]*\}/g, (match) => `$${match}`);
  if (Array.isArray(value)) return value.map(escaped);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, escaped(member)]));
}

/** A name that replaces an id. */
class Named {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

function withNames({
  properties,
  references,
}: Pick<ObjectContent, "properties" | "references">): Record<string, unknown> {
  const whole = structuredClone(properties) as Record<string, unknown>;
  for (const { path, name } of references) {
    let parent: Record<string | number, unknown> = whole;
    for (const [depth, step] of path.slice(0, -1).entries()) {
      parent[step] ??= typeof path[depth + 1] === "number" ? [] : {};
      parent = parent[step] as Record<string | number, unknown>;
    }
    parent[path.at(-1) as string | number] = new Named(name);
  }
  return whole;
}

/** The properties of an object with names of other objects instead of their ids. */
export function namedProperties(content: Pick<ObjectContent, "properties" | "references">): Record<string, unknown> {
  return namesIn(withNames(content)) as Record<string, unknown>;
}

function plainEntry(settings: Settings, properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = new Map(Object.entries(settings).map(([key, setting]) => [setting.property, [key, setting] as const]));
  return Object.fromEntries(
    Object.entries(properties).flatMap(([property, value]) => {
      const [key, setting] = keys.get(property) ?? [];
      if (value === undefined || key === undefined || setting === undefined) return [];
      if (setting.of !== undefined) return [[isNamed(value) ? key : property, namesIn(value)]];
      return isDefault(setting, value) ? [] : [[key, plainValue(setting, value)]];
    }),
  );
}

function isDefault({ default: preset }: Setting, value: unknown): boolean {
  return preset !== undefined && isDeepStrictEqual(value, preset);
}

function plainValue({ settings, items }: Setting, value: unknown): unknown {
  if (settings && isRecord(value)) return plainEntry(settings, value);
  if (items && Array.isArray(value)) return value.map((item) => plainValue(items, item));
  if (items && isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(items, item)]));
  return value instanceof Named ? value.name : value;
}

function isNamed(value: unknown): boolean {
  if (value instanceof Named) return true;
  return typeof value === "object" && value !== null && Object.values(value).every((one) => one instanceof Named);
}

/** A copy of a value in which names are plain strings. */
function namesIn(value: unknown): unknown {
  if (value instanceof Named) return value.name;
  if (Array.isArray(value)) return value.map(namesIn);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, namesIn(member)]));
}

/** Moves rows to a CSV next to the entry's file. */
function rowsOf({ name, properties, rows }: ObjectContent): ObjectEntry & { readonly entry: object } {
  if (!rows || Object.keys(rows.rows).length === 0) return { entry: {}, files: new Map() };
  const file = `${slug(name)}.csv`;
  return {
    entry: { rows: file, rowsAre: rows.are },
    files: new Map([[file, writeRows(rows.rows, shapeOf(properties["properties"]))]]),
  };
}

function shapeOf(given: unknown): TableShape {
  const all = (given ?? []) as readonly (TableColumn & { readonly name: string })[];
  const key = all.find(({ name }) => name === KEY);
  const columns = all.filter((column) => column !== key).map(({ name, ...column }) => [name, column] as const);
  return { key: key?.title ?? KEY, columns: Object.fromEntries(columns) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Named);
}
