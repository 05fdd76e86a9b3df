import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import {
  type ArchyMap,
  type ArchyValue,
  type Diagnostic,
  DiagnosticSink,
  declaredValues,
  fillIn,
  isMap,
  kernelCodes,
  nearest,
  type Scalar,
} from "@genesys-flows/architect";
import { listed, readBySchema } from "../by-schema.ts";
import { finding } from "../codes.ts";
import { keyOfFile } from "../keys.ts";
import type { SourceFile } from "../reading/discover.ts";
import { sha256 } from "../sha256.ts";
import type { Demand, StackValues } from "../stack/values.ts";
import { readYamlFile, type YamlFile, type YamlPath } from "../yaml-file.ts";
import type { DeclaredObject, ObjectReference } from "./declared-object.ts";
import { type ObjectKindRow, objectKinds } from "./kinds.ts";
import { readNamedFile } from "./named-file.ts";
import { common, entrySchema, objectsFileSchema } from "./schema.ts";
import { shorthands } from "./shorthands/index.ts";
import type { EntryContext, EntryFinding, Expanded } from "./shorthands/shorthand.ts";

export interface ReadingObjects {
  readonly root: string;
  readonly values: StackValues;
  /** Contents to use instead of the files' own contents, by path relative to the project. */
  readonly texts?: ReadonlyMap<string, string | undefined> | undefined;
}

/**
 * The objects that a file declares, as far as they can be read, and every error in it. No objects if the file is not
 * YAML or the stack lacks a value.
 */
export async function readObjectsFile(
  { file, text }: Pick<SourceFile, "file" | "text">,
  o: ReadingObjects,
): Promise<{ objects: DeclaredObject[]; findings: readonly Diagnostic[] }> {
  const { source: written, findings: unreadable } = readYamlFile({ file, text });
  if (!written) return { objects: [], findings: unreadable };
  const { source, findings: unmet } = filled(withNames(written), o.values);
  if (!source) return { objects: [], findings: unmet };
  const { data, findings } = readBySchema(source, objectsFileSchema(keysIn(source)), {
    code: "objects-file",
    hint: hintOf,
  });
  const read = { objects: [] as DeclaredObject[], findings: [...unmet, ...findings] };
  for (const row of objectKinds) {
    const entries = (data[row.key] ?? {}) as Readonly<Record<string, Record<string, unknown> | null>>;
    for (const [name, entry] of Object.entries(entries)) {
      const one = await objectOf(row, { name, entry: entry ?? {} }, { source, written, ...o });
      read.objects.push(one.object);
      read.findings.push(...one.findings);
    }
  }
  return read;
}

function keysIn({ data }: YamlFile): string[] {
  return isMap(data as ArchyValue) ? Object.keys(data as ArchyMap) : [];
}

/** Converts lists of names into entries without settings. Each entry keeps the location of its name. */
function withNames(source: YamlFile): YamlFile {
  if (!isMap(source.data as ArchyValue)) return source;
  const data = Object.entries(source.data as ArchyMap).map(([key, value]) => {
    const isList = Array.isArray(value) && objectKinds.some((row) => row.key === key);
    return [key, isList && value.every((name) => typeof name === "string") ? entriesOf(value) : value];
  });
  const places = (path: YamlPath): YamlPath => {
    const [key, name, ...rest] = path;
    const list = (source.data as ArchyMap)[String(key)];
    const index = Array.isArray(list) && typeof name === "string" ? list.indexOf(name) : -1;
    return index < 0 ? path : [key as string, index, ...rest];
  };
  return { ...source, data: Object.fromEntries(data), locate: (path) => source.locate(places(path)) };
}

function entriesOf(names: readonly ArchyValue[]): ArchyMap {
  return Object.fromEntries(names.map((name) => [String(name), null]));
}

/** The file with the values of the stack filled in; without `source` if the stack lacks a value. */
function filled(source: YamlFile, values: StackValues): { source?: YamlFile; findings: readonly Diagnostic[] } {
  const key = keyOfFile(source.file);
  const { values: declared, ...data } = isMap(source.data as ArchyValue) ? (source.data as ArchyMap) : {};
  const known = declaredValues.safeParse(declared ?? {}).data ?? {};
  const demands = new Map(
    Object.entries(known).map(([name, { type, default: value }]): [string, Demand] => [
      name,
      { location: source.locate(["values", name]), type, ...(value !== undefined && { default: value }) },
    ]),
  );
  const { values: given, open, findings } = values.resolve("values", key, demands);
  if (open.length > 0) return { findings };
  // Templates of data actions contain the platform's own `${input.pin}`, which are not values of a stack.
  const templateNames = ownNames(data["dataActions"]);
  const sink = new DiagnosticSink(kernelCodes);
  const full = fillIn(data, {
    values: new Map<string, Scalar>(Object.entries(given)),
    declared: Object.keys(isMap(declared) ? declared : {}),
    parameters: ([kind]) => (kind === "dataActions" ? templateNames : undefined),
    source: { file: source.file, data, locate: (path) => source.locate(path) },
    sink,
  });
  const whole = declared === undefined ? full : { ...(full as ArchyMap), values: declared };
  return {
    source: { ...source, data: isMap(source.data as ArchyValue) ? whole : source.data },
    findings: [...findings, ...sink.all],
  };
}

/** The names in `${...}` that cannot be values of a stack, or that have a meaning to the platform. */
function ownNames(value: ArchyValue | undefined): string[] {
  const names = [...JSON.stringify(value ?? null).matchAll(/\$!?\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  return names.filter((name) => !/^[A-Za-z]\w*$/.test(name) || /^raw(Request|Result)$/.test(name));
}

function hintOf(path: YamlPath, { isUnknown }: { readonly isUnknown: boolean }): string | undefined {
  if (!isUnknown) return undefined;
  const row = objectKinds.find(({ key }) => key === path[0]);
  const known = row ? Object.keys(entrySchema(row).shape) : objectKinds.map(({ key }) => key);
  const meant = path.length === (row ? 3 : 1) ? nearest(String(path.at(-1)), known) : undefined;
  if (meant !== undefined) return `Did you mean \`${meant}\`?`;
  return row ? `Settings of ${row.key}: ${listed(known)}.` : `Kinds of objects: ${listed(known)}.`;
}

interface Entry {
  readonly name: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

async function objectOf(
  row: ObjectKindRow,
  { name, entry }: Entry,
  o: ReadingObjects & { readonly source: YamlFile; readonly written: YamlFile },
): Promise<{ object: DeclaredObject; findings: Diagnostic[] }> {
  const { file } = o.source;
  const locate = (path: YamlPath) => o.source.locate([row.key, name, ...path]);
  const expanded = await expandedEntry(row, { name, entry }, contextOf(name, file, o));
  const { existing = false, formerly = [] } = entry as { existing?: true; formerly?: string[] };
  const references = (expanded.references ?? []).map(
    ({ at, ...reference }): ObjectReference => ({ ...reference, location: locate(at) }),
  );
  const findings = existing
    ? existingFindings(row, { name, entry })
    : [...expanded.findings, ...missing(row, expanded)];
  const raw = rawEntry(o.written, row.key, name);
  const object = {
    ...{ kind: row.kind, name, existing, formerly, file },
    properties: expanded.properties,
    references,
    ...(expanded.rows && { rows: expanded.rows }),
    files: expanded.files ?? [],
    location: locate([]),
    digest: digestOf(raw, expanded.files ?? [], o),
  };
  return {
    // Not enumerable, because it is not part of the object's data.
    object: Object.defineProperty(object, "locate", { value: locate }) as unknown as DeclaredObject,
    findings: findings.map(({ path, code, message, location = locate(path), ...details }) => ({
      ...finding(code, message, { location, ...(details.hint !== undefined && { hint: details.hint }) }),
      ...(details.severity && { severity: details.severity }),
    })),
  };
}

/** The content of an entry: the expanded shorthand, and the settings of the kind. */
async function expandedEntry(row: ObjectKindRow, { entry }: Entry, context: EntryContext): Promise<Expanded> {
  const shorthand = shorthands[row.kind];
  const own = Object.entries(entry).filter(
    ([key]) => !(key in common) && !(shorthand && (key in shorthand.shape || !isSetting(row, key))),
  );
  const plain = plainParts(row, own);
  if (!shorthand || entry["existing"] === true) return plain;
  const further = await shorthand.expand(entry, context);
  return {
    ...further,
    properties: { ...plain.properties, ...further.properties },
    references: [...(plain.references ?? []), ...(further.references ?? [])],
    findings: [...plain.findings, ...further.findings],
  };
}

function isSetting({ settings }: ObjectKindRow, key: string): boolean {
  return key in settings || Object.values(settings).some(({ property }) => property === key);
}

type References = NonNullable<Expanded["references"]>[number];

/** Converts settings to properties, with the references in them. */
function plainParts(
  { settings }: Pick<ObjectKindRow, "settings">,
  given: readonly (readonly [string, unknown])[],
): Expanded {
  const properties: Record<string, unknown> = {};
  const references: References[] = [];
  const visit = (
    of: ObjectKindRow["settings"],
    entries: readonly (readonly [string, unknown])[],
    into: Record<string, unknown>,
    { path, at }: { path: (string | number)[]; at: (string | number)[] },
  ): void => {
    for (const [key, value] of entries) {
      const setting = of[key];
      const property = setting?.property ?? key;
      const [inner, place] = [
        [...path, property],
        [...at, key],
      ];
      if (setting?.of) {
        const names = typeof value === "object" && value !== null ? Object.entries(value) : undefined;
        const step = (index: string) => (Array.isArray(value) ? Number(index) : index);
        for (const [index, name] of names ?? [[undefined, value]])
          references.push({
            path: index === undefined ? inner : [...inner, step(index)],
            kind: setting.of,
            name: String(name),
            at: index === undefined ? place : [...place, step(index)],
          });
        if (Array.isArray(value)) into[property] = value.map(() => "");
        else if (names) into[property] = {};
      } else if (setting?.settings && isObject(value)) {
        const made: Record<string, unknown> = {};
        visit(setting.settings, Object.entries(value), made, { path: inner, at: place });
        into[property] = made;
      } else if (setting?.items?.settings && Array.isArray(value)) {
        const members = setting.items.settings;
        into[property] = value.map((item, index) => {
          const made: Record<string, unknown> = {};
          visit(members, Object.entries(item as object), made, { path: [...inner, index], at: [...place, index] });
          return made;
        });
      } else into[property] = value;
    }
  };
  visit(settings, given, properties, { path: [], at: [] });
  return { properties, references, findings: [] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Findings about required settings that an entry lacks. */
function missing(
  { settings, noun }: ObjectKindRow,
  { properties, references = [], findings }: Expanded,
): EntryFinding[] {
  if (findings.some(({ severity = "error" }) => severity === "error")) return [];
  return Object.entries(settings).flatMap(([key, { required, property, description }]) => {
    if (!required || property in properties || references.some(({ path }) => path[0] === property)) return [];
    return [
      { path: [], code: "objects-file", message: `The ${noun} has no \`${key}\`.`, hint: `Add it: ${description}` },
    ];
  });
}

function existingFindings({ noun }: ObjectKindRow, { name, entry }: Entry): EntryFinding[] {
  const others = Object.keys(entry).filter((key) => key !== "existing");
  return others.map((key) => ({
    path: [key],
    code: "objects-file",
    message: `The ${noun} \`${name}\` is \`existing\`, so this stack does not set its \`${key}\`.`,
    hint: "Remove the setting. To let the stack manage the object, remove `existing: true` and adopt it: docs/adopting.md",
  }));
}

function contextOf(name: string, file: string, { root, texts }: ReadingObjects): EntryContext {
  const absolute = (path: string) => resolve(root, dirname(file), path);
  return {
    name,
    file,
    absolute,
    read(path) {
      const place = relative(root, absolute(path)).split(sep).join("/");
      const text = texts?.get(place);
      if (text !== undefined) return { bytes: Buffer.from(text, "utf8"), file: place };
      const found = readNamedFile({ root, file: place });
      return "bytes" in found ? { ...found, file: place } : found;
    },
  };
}

/** The entry as written in the file, before values are filled in. */
function rawEntry({ data }: YamlFile, key: string, name: string): unknown {
  const entries = (data as ArchyMap)[key];
  return isMap(entries) ? (entries[name] ?? {}) : {};
}

function digestOf(raw: unknown, files: readonly string[], { root, texts }: ReadingObjects): string {
  const own = sha256(JSON.stringify(Object.entries(raw as object).sort(([a], [b]) => (a < b ? -1 : 1))));
  if (files.length === 0) return own;
  const contents = files.map((file) => sha256(texts?.get(file) ?? readFileSync(join(root, file))));
  return sha256([own, ...contents].join("\n"));
}
