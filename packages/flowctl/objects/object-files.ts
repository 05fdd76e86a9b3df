import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { type FlowProject, kindRow, type ObjectContent } from "@genesys-flows/project";
import { entryOf, fileForKind } from "@genesys-flows/project/written-objects";
import { isSeq, parseDocument } from "yaml";
import { type FileChange, type FileChanges, presentText } from "../changing/write-files.ts";
import { printed, withEntries } from "../changing/yaml-text.ts";

/** An object, and the path of the file that will declare it, relative to the project. */
export interface PlacedObject {
  readonly content: ObjectContent;
  readonly file: string;
}

/**
 * Adds objects to the files in a project: to the file that already declares objects of the same kind, otherwise to a
 * new file. Comments, order and everything else in a file are kept. Rows are written to files beside it.
 * @param contents objects that the project does not declare
 * @param o.pending future contents of files, by path
 */
export async function objectFiles(
  contents: readonly ObjectContent[],
  o: {
    readonly root: string;
    readonly flowsDir: string;
    readonly project: Pick<FlowProject, "objects"> | undefined;
  },
): Promise<{ readonly files: FileChanges; readonly placed: readonly PlacedObject[] }> {
  const placed = contents.map((content) => ({ content, file: fileOf(content, o) }));
  const files = new Map<string, FileChange>();
  for (const [file, objects] of Map.groupBy(placed, (one) => one.file)) {
    const before = presentText(o.root, file);
    const made: { content: ObjectContent; entry: NewEntry["entry"] }[] = [];
    for (const { content } of objects) {
      const { texts, entry } = await beside(file, content, { ...o, files });
      for (const [path, after] of texts) files.set(path, { before: presentText(o.root, path), after });
      made.push({ content, entry });
    }
    const entries = made.map(({ content: { kind, name }, entry }) => ({ key: kindRow(kind).key, name, entry }));
    files.set(file, { before, after: withObjects(before ?? "", entries) });
  }
  return { files, placed };
}

function fileOf({ kind }: ObjectContent, o: Parameters<typeof objectFiles>[1]): string {
  const known = o.project?.objects.find((object) => object.kind === kind)?.file;
  return known ?? posix.join(o.flowsDir, fileForKind(kind));
}

/**
 * The entry of an object that has its own files, and the contents of these files by path. The file names are unique.
 */
async function beside(
  file: string,
  content: ObjectContent,
  { root, files }: { readonly root: string; readonly files: ReadonlyMap<string, FileChange> },
) {
  const { entry, files: own } = await entryOf(content, { folder: posix.dirname(file) });
  const texts = new Map<string, string>();
  const renamed = new Map<string, string>();
  for (const [name, text] of own) {
    const { name: stem, ext } = posix.parse(name);
    const at = (n: number) => posix.join(posix.dirname(file), n === 1 ? name : `${stem}-${n}${ext}`);
    let n = 1;
    while (files.has(at(n)) || existsSync(join(root, at(n)))) n += 1;
    texts.set(at(n), text);
    renamed.set(name, posix.basename(at(n)));
  }
  return { texts, entry: renamed.size === 0 ? entry : withNames(entry, renamed) };
}

function withNames(entry: unknown, names: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> | null {
  const visit = (value: unknown): unknown => {
    if (typeof value === "string") return names.get(value) ?? value;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visit(member)]));
  };
  return visit(entry) as Readonly<Record<string, unknown>> | null;
}

interface NewEntry {
  /** Root key of the kind. */
  readonly key: string;
  readonly name: string;
  readonly entry: Readonly<Record<string, unknown>> | null;
}

/** Adds entries to the content of a file. A list of names becomes a mapping if an entry has settings. */
export function withObjects(text: string, entries: readonly NewEntry[]): string {
  const lists = [...new Set(entries.map(({ key }) => key))].filter((key) => isSeq(parseDocument(text).get(key)));
  const isPlain = (key: string) => entries.every((one) => one.key !== key || one.entry === null);
  const listed = lists.filter(isPlain).reduce(
    (before, key) =>
      withListed(
        before,
        key,
        entries.filter((one) => one.key === key),
      ),
    lists.filter((key) => !isPlain(key)).reduce(asMapping, text),
  );
  const others = entries.filter(({ key }) => !lists.includes(key) || !isPlain(key));
  return withEntries(
    listed,
    others.map(({ key, name, entry }) => ({ path: [key, name], value: entry })),
  );
}

function withListed(text: string, key: string, entries: readonly NewEntry[]): string {
  const document = parseDocument(text);
  for (const { name } of entries) document.addIn([key], name);
  return printed(document, text);
}

function asMapping(text: string, key: string): string {
  const document = parseDocument(text);
  const names = (document.toJS() as Record<string, readonly string[]>)[key] ?? [];
  document.set(key, document.createNode(Object.fromEntries(names.map((name) => [name, null]))));
  return printed(document, text);
}
