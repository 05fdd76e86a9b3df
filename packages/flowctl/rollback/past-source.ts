import { readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path/posix";
import { isDefinition } from "@genesys-flows/architect";
import { type FlowUnit, keyOfFile } from "@genesys-flows/project";
import { isFlowCode, isFlowJson, isFlowText, isOptionsFile, optionsFilesOf } from "@genesys-flows/project/flow-files";
import { isMap, parse, parseDocument } from "yaml";
import { type ComingFiles, presentOptions } from "../changing/write-files.ts";
import { makeMaps, printed } from "../changing/yaml-text.ts";
import type { PastCommit, Repository } from "../git/repository.ts";
import type { StackFile } from "../stack-file.ts";

export interface PresentFlow {
  readonly unit: FlowUnit;
  /** Undefined for TypeScript. */
  readonly text: string | undefined;
  readonly options: { readonly file: string; readonly text: string } | undefined;
  /** Settings that every restored source keeps, so that no stack loses the flow: the earlier keys and the stacks. */
  readonly identity: FlowIdentity;
}

export type FlowIdentity = Readonly<Partial<Record<"formerly" | "stacks", unknown>>>;

export function presentFlow(root: string, unit: FlowUnit): PresentFlow {
  const isCode = isFlowCode(unit.file);
  const text = isCode ? undefined : readFileSync(join(root, unit.file), "utf8").replace(/^\uFEFF/, "");
  const { file, text: found } = presentOptions(root, unit);
  const options = unit.origin === "export" && found !== undefined ? { file, text: found } : undefined;
  const settings = isCode ? { formerly: unit.formerly } : settingsIn(unit.origin === "export" ? options?.text : text);
  return { unit, text, options, identity: identityIn(settings) };
}

/** The top-level entries of a definition or an options file; empty if the content is not a mapping. */
export function settingsIn(text: string | undefined): Readonly<Record<string, unknown>> {
  const { contents } = parseDocument(text ?? "");
  return isMap(contents) ? (contents.toJSON() as Record<string, unknown>) : {};
}

function identityIn({ formerly, stacks }: Readonly<Record<string, unknown>>): FlowIdentity {
  return {
    ...(Array.isArray(formerly) && formerly.length > 0 && { formerly }),
    ...(Array.isArray(stacks) && { stacks }),
  };
}

/** Replaces the identity in a definition or an options file. Keeps comments and order. */
export function withIdentity(text: string, identity: FlowIdentity): string {
  const own = identityIn(settingsIn(text));
  const keys = (["formerly", "stacks"] as const).filter(
    (key) => JSON.stringify(own[key]) !== JSON.stringify(identity[key]),
  );
  if (keys.length === 0) return text;
  const document = parseDocument(text);
  makeMaps(document, []);
  for (const key of keys) {
    if (identity[key] === undefined) document.delete(key);
    else document.set(key, document.createNode(identity[key], { flow: true }));
  }
  return printed(document, text);
}

/** Scope of a search in the history of a flow. */
export interface Searched {
  readonly key: string;
  /** Undefined for a flow that the project no longer has. */
  readonly present: PresentFlow | undefined;
  readonly flowsDir: string;
  readonly stackFile: StackFile;
}

export interface PastSource {
  readonly commit: PastCommit;
  readonly file: string;
  readonly text: string;
  readonly options: string | undefined;
  /** The content of the stack's file at that commit; empty if the file did not exist. */
  readonly stackText: string;
}

/** The different sources of a flow in the history, newest first. If a commit is specified, its source is first. */
export function* pastSources(
  repository: Repository,
  o: Searched & { readonly commit?: string },
): Generator<PastSource> {
  const first = o.commit === undefined ? undefined : repository.commit(o.commit);
  const seen = new Set<string>();
  for (const commit of [...(first ? [first] : []), ...repository.commits(pathsOf(o))]) {
    const found = sourceAt(repository, commit, o);
    if (!found) continue;
    const signature = JSON.stringify([found.file, found.text, found.options, found.stackText]);
    if (!seen.has(signature)) yield found;
    seen.add(signature);
  }
}

/** The source of a flow at a commit; undefined if the commit does not contain it. */
export function sourceAt(repository: Repository, commit: PastCommit, o: Searched): PastSource | undefined {
  const files = repository.files(commit.sha, o.flowsDir);
  const found = sourceIn(files, o);
  if (!found) return undefined;
  const textAt = (file: string) => repository.text(files.get(file) as string);
  const { file: stackFile } = o.stackFile;
  const stackId = repository.files(commit.sha, stackFile).get(stackFile);
  return {
    commit,
    file: found.file,
    text: textAt(found.file),
    options: found.options && textAt(found.options),
    stackText: stackId === undefined ? "" : repository.text(stackId),
  };
}

function keysOf({ key, present }: Searched): readonly string[] {
  return [key, ...(present?.unit.formerly ?? [])];
}

/** Git's patterns for the files of a flow in any folder, and for the stack's file. */
function pathsOf(o: Searched): string[] {
  const names = keysOf(o).flatMap((key) => [`${key}.*`, `${key}_v*.*`]);
  const own = names.map((name) => `:(glob)${o.flowsDir}/**/${name}`);
  const file = o.present?.unit.file;
  return [...own, ...(file === undefined ? [] : [`:(literal)${file}`]), `:(literal)${o.stackFile.file}`];
}

/**
 * The file of a flow in a commit, and its options file. The file is found by the flow's key, otherwise by an earlier
 * key.
 */
function sourceIn(
  files: ReadonlyMap<string, string>,
  o: Searched,
): { readonly file: string; readonly options: string | undefined } | undefined {
  const named = (key: string) =>
    [...files.keys()].filter(
      (file) => (isFlowText(file) || isFlowCode(file)) && keyOfFile(file) === key && !file.includes("/imported/"),
    );
  for (const key of keysOf(o)) {
    const own = named(key);
    const file = own.find((one) => !isOptionsFile(one));
    if (file !== undefined) return { file, options: own.find(isOptionsFile) };
  }
  const present = o.present?.unit.file;
  return present !== undefined && files.has(present) ? { file: present, options: undefined } : undefined;
}

/**
 * The files that restore an earlier source of a flow, in its current folder and under its current key, with its current
 * earlier keys and stacks. A source in a different file replaces the current file.
 */
export function restoredFiles(source: PastSource, { key, present }: Pick<Searched, "key" | "present">): ComingFiles {
  const { text, options } = source;
  const isCode = isFlowCode(source.file);
  const name = basename(source.file);
  const own = keyOfFile(name) === key ? name : `${key}${extname(name)}`;
  const file = present && !isCode ? join(dirname(present.unit.file), own) : source.file;
  const files = new Map<string, string | undefined>();
  if (present && present.unit.file !== file) files.set(present.unit.file, undefined);
  if (present?.options) files.set(present.options.file, undefined);
  const identity = present?.identity;
  const isOfExport = !isCode && !isDefinition(text.replace(/^\uFEFF/, ""));
  files.set(file, identity && !isOfExport && !isCode ? inFormatOf(file, withIdentity(text, identity), text) : text);
  const newOptions = isOfExport && identity ? withIdentity(options ?? "", identity) : (options ?? "");
  if (isOfExport && newOptions.trim() !== "")
    files.set(present?.options?.file ?? optionsFilesOf({ file, key })[0], newOptions);
  return files;
}

/** Converts changed content to the format of its file (JSON or YAML). */
function inFormatOf(file: string, text: string, before: string): string {
  return text === before || !isFlowJson(file) ? text : `${JSON.stringify(parse(text), undefined, 2)}\n`;
}
