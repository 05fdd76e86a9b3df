import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { UNFINISHED_CHANGE } from "@genesys-flows/project";
import { optionsFilesOf } from "@genesys-flows/project/flow-files";
import { formats, OtherFormatError, readKept } from "@genesys-flows/project/kept";
import { z } from "zod";
import { type Context, UsageError } from "../context.ts";

/** The content of a file before and after a change; undefined if the file does not exist. */
export interface FileChange {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Files that change, by their paths relative to the project. */
export type FileChanges = ReadonlyMap<string, FileChange>;

/**
 * The new contents of files, by path relative to the project; undefined for a file that is to be removed. Other files
 * do not change.
 */
export type ComingFiles = ReadonlyMap<string, string | undefined>;

export function fileChanges(root: string, coming: Iterable<readonly [string, string | undefined]>): FileChanges {
  return new Map([...coming].map(([file, after]) => [file, { before: presentText(root, file), after }]));
}

export function textsAfter(files: FileChanges): ComingFiles {
  return new Map([...files].map(([file, { after }]) => [file, after]));
}

/** The content of a file, by its path relative to the project; undefined if it does not exist. */
export function presentText(root: string, file: string): string | undefined {
  const path = resolve(root, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** The existing options file of a flow; otherwise, the path for a new one, without content. */
export function presentOptions(
  root: string,
  flow: { readonly file: string; readonly key: string },
): { readonly file: string; readonly text: string | undefined } {
  const names = optionsFilesOf(flow);
  const file = names.find((name) => existsSync(join(root, name))) ?? names[0];
  return { file, text: presentText(root, file) };
}

/** Everything that is needed to undo the changes of an interrupted run. */
const unfinishedSchema = z.object({
  pid: z.int().positive(),
  files: z.array(z.object({ file: z.string(), before: z.string().optional(), after: z.string().optional() })),
});
type Unfinished = z.infer<typeof unfinishedSchema>;

const LONGEST_WRITE_MS = 60_000;

/**
 * Writes all files of a change or none of them. If a run is killed while it is writing, the next run undoes its changes
 * (`undoUnfinished`). Links are followed within the project; permissions do not change.
 * @returns the reasons why nothing was written: one for each file that has changed since `before` was read, or that
 * cannot be written
 */
export function writeFiles(root: string, changes: FileChanges): readonly string[] {
  const files = [...changes].flatMap(([file, one]) => (one.before === one.after ? [] : [{ file, ...one }]));
  const problems = files.flatMap((one) => {
    try {
      return problemOf(root, one) ?? [];
    } catch (error) {
      return `${one.file} cannot be read: ${(error as Error).message}`;
    }
  });
  const links = Map.groupBy(problems.length > 0 ? [] : files, ({ file }) => targetOf(root, file));
  for (const same of links.values())
    if (same.length > 1) problems.push(`${same.map(({ file }) => file).join(" and ")} are links to the same file.`);
  if (files.length === 0 || problems.length > 0) return problems;
  const unfinished: Unfinished = { pid: process.pid, files };
  try {
    mkdirSync(join(root, dirname(UNFINISHED_CHANGE)), { recursive: true });
    writeFileSync(join(root, UNFINISHED_CHANGE), JSON.stringify({ format: formats.change.format, ...unfinished }), {
      flag: "wx",
      flush: true,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return [
      code === "EEXIST"
        ? "Another command is writing files in the project. Run this command again when that command has finished."
        : `${UNFINISHED_CHANGE} cannot be written: ${message}`,
    ];
  }
  try {
    for (const { file, after } of files) put(root, file, after);
  } catch (error) {
    undo(root, unfinished);
    return [(error as Error).message];
  }
  rmSync(join(root, UNFINISHED_CHANGE), { force: true });
  return [];
}

/**
 * Undoes the changes of an interrupted run, and prints a line for each file.
 * @throws UsageError while the other run is still writing, for files that have been edited since, and if a different
 * version wrote the record
 */
export function undoUnfinished({ root, err }: Pick<Context, "root" | "err">): void {
  const unfinished = readUnfinished(root);
  if (!unfinished) return;
  // Writing takes only moments. A process that has this id much later is a different process.
  const age = Date.now() - statSync(join(root, UNFINISHED_CHANGE)).mtimeMs;
  if (age < LONGEST_WRITE_MS && isAlive(unfinished.pid))
    throw new UsageError(
      `Another command (process ${unfinished.pid}) is writing files in the project. Run this command again when that command has finished.`,
    );
  const edited = unfinished.files.filter(({ file, before, after }) => {
    const present = presentText(root, file);
    return (present !== before && present !== after) || !isWithin(root, targetOf(root, file));
  });
  if (edited.length > 0)
    throw new UsageError(
      `A run was interrupted while it was writing files, and these files have been edited since: ${edited.map(({ file }) => file).join(", ")}. ` +
        `To undo its changes, restore these files, for example with git, and run the command again. To keep all files as they are, delete ${UNFINISHED_CHANGE}.`,
    );
  for (const file of undo(root, unfinished)) err(`${file}: undid the changes of an interrupted run.\n`);
}

function undo(root: string, { pid, files }: Unfinished): readonly string[] {
  const undone = files.filter(({ file, before }) => presentText(root, file) !== before);
  for (const { file, before } of undone) put(root, file, before);
  for (const { file } of files) removeDrafts(targetOf(root, file), pid);
  rmSync(join(root, UNFINISHED_CHANGE), { force: true });
  return undone.map(({ file }) => file);
}

/**
 * The record of an interrupted run. A truncated record was written before any of the files. @throws UsageError for a
 * record of a different version
 */
function readUnfinished(root: string): Unfinished | undefined {
  const text = presentText(root, UNFINISHED_CHANGE);
  if (text === undefined) return undefined;
  try {
    return readKept(text, formats.change, unfinishedSchema);
  } catch (error) {
    if (error instanceof OtherFormatError)
      throw new UsageError(`${UNFINISHED_CHANGE} cannot be read. ${error.message}`);
    rmSync(join(root, UNFINISHED_CHANGE), { force: true });
    return undefined;
  }
}

function put(root: string, file: string, text: string | undefined): void {
  const path = targetOf(root, file);
  if (text === undefined) {
    rmSync(join(root, file), { force: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  const mode = lstatSync(path, { throwIfNoEntry: false })?.mode;
  writeWholeSync(path, text, mode === undefined ? {} : { mode: mode & 0o777 });
  // The umask restricts the permissions of a new file.
  if (mode !== undefined) chmodSync(path, mode & 0o7777);
}

function problemOf(root: string, { file, before }: FileChange & { readonly file: string }): string | undefined {
  const path = join(root, file);
  const own = lstatSync(path, { throwIfNoEntry: false });
  if (own?.isSymbolicLink() && !existsSync(path)) return `${file} is a link to a file that does not exist.`;
  const target = targetOf(root, file);
  if (!isWithin(root, target)) return `${file} is a link to a file outside the project, ${target}.`;
  const found = lstatSync(target, { throwIfNoEntry: false });
  if (found && !found.isFile()) return `${file} is not a file.`;
  const present = found && readFileSync(target);
  if (present?.toString() !== before) return `${file} changed while this command was running. Run the command again.`;
  if (present && !present.equals(Buffer.from(before as string))) return `${file} is not UTF-8.`;
  return found && (found.mode & 0o222) === 0 ? `${file} is read-only.` : undefined;
}

/** The file that a path refers to: the file itself, or the target of a link. Its folders need not exist. */
function targetOf(root: string, file: string): string {
  const missing: string[] = [];
  let path = join(root, file);
  for (; !existsSync(path); path = dirname(path)) missing.unshift(basename(path));
  return join(realpathSync(path), ...missing);
}

function isWithin(root: string, path: string): boolean {
  return path.startsWith(realpathSync(root) + sep);
}

/** Removes temporary files that `writeWholeSync` left behind in a run that was killed. */
function removeDrafts(path: string, pid: number): void {
  if (!existsSync(dirname(path))) return;
  for (const name of readdirSync(dirname(path)))
    if (name.startsWith(`${basename(path)}.`) && name.endsWith(`.${pid}.tmp`)) rmSync(join(dirname(path), name));
}

function isAlive(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
