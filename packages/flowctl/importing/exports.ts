import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import {
  type ArchyDocument,
  isDefinition,
  type Location,
  placeholders,
  substitute,
  writtenExport,
} from "@genesys-flows/architect";
import { isOlder } from "@genesys-flows/platform";
import { failureText, isKey, keyOfFile, slug, whyUnreadable } from "@genesys-flows/project";
import { type Context, mistakesIn, UsageError } from "../context.ts";
import { standIn } from "../reading/placeholders.ts";
import type { Answers } from "./answers.ts";

/** An export in a folder, with its key in the project. */
export interface FoundExport {
  /** The export's file, relative to the folder, with `/` as the separator. */
  readonly source: string;
  readonly key: string;
  /** The text, with `{{name}}` for each placeholder and without a byte order mark. */
  readonly text: string;
  readonly placeholders: ReadonlyMap<string, readonly Location[]>;
  /** The parsed text, with a substitute for each placeholder (`standIn`). */
  readonly document: ArchyDocument;
}

interface Skipped {
  readonly source: string;
  readonly because: string;
}

const TEXT = /\.ya?ml(\.tftpl)?$|\.tftpl$/i;
const OWN_FORMAT = /\.i3\w*$/i;

/**
 * Reads every export below a folder, or one file.
 * @throws UsageError if the folder does not exist or contains the project's own flows, or if answers name files that do
 * not exist
 */
export function readFolder(
  folder: string,
  o: Pick<Answers, "keys" | "skip">,
  context: Context,
): { readonly exports: readonly FoundExport[]; readonly skipped: readonly Skipped[] } {
  const root = resolve(context.root, folder);
  const stat = statSync(root, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`${folder} does not exist.`);
  const found = stat.isDirectory() ? filesBelow(Buffer.from(root)) : [{ path: root, source: basename(root) }];
  const unknown = [...o.skip, ...Object.keys(o.keys)].filter((name) => !found.some(({ source }) => source === name));
  const paths = `Write paths relative to this folder, such as ${found[0]?.source ?? "sales.yaml"}.`;
  const wrong = unknown.map((name) => `The answers name ${name}, which is not in ${folder}. ${paths}`);
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  const skipped: Skipped[] = [];
  const read = found.flatMap(({ path, source }) => {
    const result = o.skip.includes(source) ? "excluded by `skip` in the answers" : readOne(path, source);
    if (typeof result !== "string") return [result];
    skipped.push({ source, because: result });
    return [];
  });
  const newest = withoutOlder(read, { keys: o.keys, skipped });
  return { exports: withKeys(newest, o.keys), skipped };
}

/** Refuses a folder that contains the project's own flows. */
export function refuseOwnFolder(folder: string, flowsDir: string, context: Context): void {
  const [from, own] = [resolve(context.root, folder), resolve(context.root, flowsDir)];
  const isIn = (path: string) => path === "" || (!path.startsWith("..") && !isAbsolute(path));
  if (isIn(relative(own, from)) || isIn(relative(from, own)))
    throw new UsageError(
      `${folder} contains, or is in, ${flowsDir}, the flows in this project. Specify another folder.`,
    );
}

type Read = Omit<FoundExport, "key">;

function readOne(path: string | Buffer, source: string): Read | string {
  if (lstatSync(path).isSymbolicLink()) return "it is a symbolic link";
  const because = whyUnreadable(path);
  if (because !== undefined) return because;
  if (OWN_FORMAT.test(source)) return "it is in Architect's own format: export the flow as YAML";
  const bytes = bytesOf(path);
  if (typeof bytes === "string") return bytes;
  const written = utf8(bytes);
  if (written === undefined) return "it is not UTF-8: save it as UTF-8";
  if (isDefinition(written)) return "it is already a definition: copy it to the project's flows folder";
  if (source.endsWith(".tftpl") && /(?<!%)%\{/.test(written))
    return "it contains Terraform directives, such as %{ if }: render it, and import the result";
  const text = inArchy(source, written);
  if (!/^["']?[A-Za-z]+["']?[ \t]*:/m.test(text)) return "it is not an export";
  try {
    if (text.includes("{{__proto__}}")) return "it has a placeholder __proto__, which cannot have a value";
    const { placeholders: found, fill } = writtenExport({ file: source.replace(/\.tftpl$/, ""), text });
    return { source, text, placeholders: found, document: fill({}, { standIn }) };
  } catch (error) {
    const { diagnostics, message } = mistakesIn(error);
    const [first] = diagnostics;
    return `it cannot be read as an export: line ${first?.location?.line ?? 1}: ${first?.message ?? message}`;
  }
}

function bytesOf(path: string | Buffer): Buffer | string {
  try {
    return readFileSync(path);
  } catch (error) {
    return failureText(error as NodeJS.ErrnoException);
  }
}

/** The text without a byte order mark; undefined if it is not UTF-8. */
function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Converts the placeholders of a Terraform template to Archy's form. */
function inArchy(file: string, text: string): string {
  if (!file.endsWith(".tftpl")) return text;
  const own = Object.fromEntries(placeholders(text, { file }).map(({ key }) => [key, `{{${key}}}`]));
  return substitute(text, own, { file }).text;
}

const VERSION = /_v(\d+)-(\d+)$/i;

/** Keeps only the newest of several exported versions of a flow. A file whose key an answer sets is a separate flow. */
function withoutOlder(
  read: readonly Read[],
  { keys, skipped }: { readonly keys: Answers["keys"]; readonly skipped: Skipped[] },
): Read[] {
  const newest = new Map<string, Read>();
  const alone: Read[] = [];
  for (const one of read) {
    const id = join(dirname(one.source), stemOf(one.source).replace(VERSION, ""));
    const other = newest.get(id);
    if (keys[one.source] !== undefined || (other && !isNewer(one, other) && !isNewer(other, one))) {
      alone.push(one);
      continue;
    }
    const [older, newer] = other && isNewer(other, one) ? [one, other] : [other, one];
    newest.set(id, newer);
    if (older) skipped.push({ source: older.source, because: `${newer.source} is a newer version of it` });
  }
  const kept = new Set([...newest.values(), ...alone]);
  return read.filter((one) => kept.has(one));
}

/** Whether the name of `one` contains a higher version than the name of `other`. */
function isNewer(one: Read, other: Read): boolean {
  return isOlder(exportedVersion(other.source), exportedVersion(one.source));
}

/**
 * The version that Architect wrote into the name of an exported file, such as `2.0`; undefined if the name has no
 * version.
 */
export function exportedVersion(source: string): string | undefined {
  const [, major, minor] = VERSION.exec(stemOf(source)) ?? [];
  return major === undefined ? undefined : `${Number(major)}.${Number(minor)}`;
}

function stemOf(source: string): string {
  return basename(source)
    .replace(/\.tftpl$/i, "")
    .replace(/\.ya?ml$/i, "");
}

/**
 * Sets the key of each file: the key in the answers, otherwise the file name. If two names are equal, the key begins
 * with the folder.
 */
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

/** Longest key, in characters. */
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

/**
 * Files below a folder that may be exports, with their paths in the folder, sorted by name. Symbolic links are not
 * followed.
 */
function filesBelow(folder: Buffer, above = ""): { readonly path: string | Buffer; readonly source: string }[] {
  return readdirSync(folder, { withFileTypes: true, encoding: "buffer" })
    .flatMap((entry) => {
      // A name that is not UTF-8 is read as Latin 1, because archives from older systems use Latin 1.
      const name = utf8(entry.name) ?? entry.name.toString("latin1");
      const path = Buffer.concat([folder, Buffer.from(sep), entry.name]);
      if (name.startsWith(".") || name === "node_modules") return [];
      if (entry.isDirectory()) return filesBelow(path, `${above}${name}/`);
      return TEXT.test(name) || OWN_FORMAT.test(name) ? [{ path, source: `${above}${name}` }] : [];
    })
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}
