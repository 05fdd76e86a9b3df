import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import {
  type ArchyDocument,
  DiagnosticError,
  isDefinition,
  type Location,
  placeholders,
  substitute,
  writtenExport,
} from "@genesys-flows/architect";
import { isKey, keyOfFile, slug } from "@genesys-flows/project";
import { type Context, UsageError } from "../context.ts";
import { standIn } from "../reading/placeholders.ts";

/** An export of a folder, under the key that it gets in the project. */
export interface FoundExport {
  /** Its file below the folder, with `/`. */
  readonly source: string;
  readonly key: string;
  /** With `{{name}}` for each placeholder; without a byte order mark. */
  readonly text: string;
  /** The place of each placeholder, by its name. */
  readonly placeholders: ReadonlyMap<string, readonly Location[]>;
  /** With a stand-in for each placeholder (`standIn`). */
  readonly document: ArchyDocument;
}

/** The exports of a folder. */
export interface ExportFolder {
  readonly exports: readonly FoundExport[];
  /** Files that are not imported, and why. */
  readonly skipped: readonly { readonly source: string; readonly because: string }[];
}

export interface FolderOptions {
  /** Key of a file in place of the one that its name gives. */
  readonly keys: Readonly<Record<string, string>>;
  /** Files to leave out. */
  readonly skip: readonly string[];
}

const TEXT = /\.ya?ml(\.tftpl)?$|\.tftpl$/i;
const OWN_FORMAT = /\.i3\w*$/i;

/**
 * Reads every export below a folder, or one file.
 * @throws UsageError for a folder that does not exist or has the project's own flows; and with every answer that names no file
 */
export function readFolder(folder: string, o: FolderOptions, context: Context): ExportFolder {
  const root = resolve(context.root, folder);
  const stat = statSync(root, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`${folder} does not exist.`);
  const files = stat.isDirectory() ? filesBelow(root) : [root];
  const base = stat.isDirectory() ? root : dirname(root);
  const found = files.map((absolute) => ({ absolute, source: relative(base, absolute).split(sep).join("/") }));
  const unknown = [...o.skip, ...Object.keys(o.keys)].filter((name) => !found.some(({ source }) => source === name));
  if (unknown.length > 0)
    throw new UsageError(unknown.map((name) => `The answers name ${name}, which ${folder} does not have.`).join("\n"));
  const skipped: { source: string; because: string }[] = [];
  const read = found.flatMap(({ absolute, source }) => {
    const result = o.skip.includes(source) ? "the answers skip it" : readOne(absolute, source);
    if (typeof result !== "string") return [result];
    skipped.push({ source, because: result });
    return [];
  });
  const newest = withoutOlder(read, skipped);
  return { exports: withKeys(newest, o.keys), skipped };
}

/** Refuses a folder that the project itself has its flows in. */
export function refuseOwnFolder(folder: string, flowsDir: string, context: Context): void {
  const [from, own] = [resolve(context.root, folder), resolve(context.root, flowsDir)];
  const inside = relative(own, from);
  if (inside === "" || (!inside.startsWith("..") && !isAbsolute(inside)))
    throw new UsageError(`${folder} is in ${flowsDir}, which has the flows of this project. Name another folder.`);
}

type Read = Omit<FoundExport, "key">;

function readOne(absolute: string, source: string): Read | string {
  if (OWN_FORMAT.test(source)) return "it is in Architect's own format: export the flow as YAML";
  const written = readFileSync(absolute, "utf8").replace(/^\uFEFF/, "");
  if (isDefinition(written)) return "it is a definition already: copy it to the flows of the project";
  const text = inArchy(source, written);
  if (!/^["']?[A-Za-z]+["']?[ \t]*:/m.test(text)) return "it is not an export";
  try {
    const { placeholders: found, fill } = writtenExport({ file: source.replace(/\.tftpl$/, ""), text });
    return { source, text, placeholders: found, document: fill({}, { standIn }) };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [first] = error.diagnostics;
    return `it cannot be read as an export: line ${first?.location?.line ?? 1}: ${first?.message ?? error.message}`;
  }
}

/** A Terraform template with the placeholders of Archy. */
function inArchy(file: string, text: string): string {
  if (!file.endsWith(".tftpl")) return text;
  const own = Object.fromEntries(placeholders(text, { file }).map(({ key }) => [key, `{{${key}}}`]));
  return substitute(text, own, { file }).text;
}

const VERSION = /_v(\d+)-(\d+)$/i;

/** Of several exported versions of a flow, the newest. */
function withoutOlder(read: readonly Read[], skipped: { source: string; because: string }[]): Read[] {
  const newest = new Map<string, Read>();
  for (const one of read) {
    const id = stemOf(one.source).replace(VERSION, "").toLowerCase();
    const other = newest.get(join(dirname(one.source), id));
    const [older, newer] = other && isNewer(other, one) ? [one, other] : [other, one];
    newest.set(join(dirname(one.source), id), newer);
    if (older) skipped.push({ source: older.source, because: `${newer.source} is a newer version of it` });
  }
  return [...newest.values()];
}

/** Whether the name of a file has a higher version than that of another. */
function isNewer(one: Read, other: Read): boolean {
  const [[a, b], [c, d]] = [one, other].map(({ source }) => versionOf(source)) as [[number, number], [number, number]];
  return a === c ? b > d : a > c;
}

function versionOf(source: string): [number, number] {
  const [, major = "0", minor = "0"] = VERSION.exec(stemOf(source)) ?? [];
  return [Number(major), Number(minor)];
}

function stemOf(source: string): string {
  return basename(source)
    .replace(/\.tftpl$/i, "")
    .replace(/\.ya?ml$/i, "");
}

/** The key that each file gets: an answer, else its name; with its folder where two names are alike. */
function withKeys(read: readonly Read[], keys: Readonly<Record<string, string>>): FoundExport[] {
  const plain = read.map((one) => ({
    one,
    key: keys[one.source] ?? validKey(keyOfFile(`${stemOf(one.source)}.yaml`)),
  }));
  const taken = Map.groupBy(plain, ({ key }) => key.toLowerCase());
  const used = new Set(plain.filter(({ one }) => keys[one.source] !== undefined).map(({ key }) => key.toLowerCase()));
  return plain.map(({ one, key }) => {
    if (keys[one.source] !== undefined) return { ...one, key };
    const alone = taken.get(key.toLowerCase())?.length === 1;
    const folder = dirname(one.source).replaceAll("/", "-");
    const made = free(alone ? key : validKey(folder === "." ? key : `${folder}-${key}`), used);
    used.add(made.toLowerCase());
    return { ...one, key: made };
  });
}

/** Of a key. */
const MOST_CHARACTERS = 100;

function free(key: string, used: ReadonlySet<string>): string {
  let made = key;
  for (let n = 2; used.has(made.toLowerCase()); n++) made = `${key.slice(0, 96)}-${n}`;
  return made;
}

function validKey(text: string): string {
  const short = text.slice(0, MOST_CHARACTERS);
  return isKey(short) ? short : slug(text).slice(0, MOST_CHARACTERS);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && (TEXT.test(entry.name) || OWN_FORMAT.test(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/(^|[/\\])(\.|node_modules[/\\])/.test(relative(folder, file)))
    .sort();
}
