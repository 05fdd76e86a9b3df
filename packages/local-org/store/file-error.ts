import { statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** The reason why an organisation's file cannot be used. */
export type FileProblem =
  | "missing"
  | "damaged"
  | "something-else"
  | "newer"
  | "locked"
  | "full"
  | "not-a-file"
  | "not-allowed"
  | "failing";

/** The error for a file that cannot be used. Its message contains the path, the problem and the fix. */
export class OrganisationFileError extends Error {
  override name = "OrganisationFileError";
  readonly problem: FileProblem;

  constructor(message: string, options: { problem: FileProblem; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.problem = options.problem;
  }
}

/** The fix for a file that remains unusable. */
function restoreCopy(file: string): string {
  return (
    `Restore a copy: \`npm run flowctl -- org restore COPY --file ${file}\` (\`ls .genesys/snapshots\` lists flowctl's copies). ` +
    `If you have no copy: \`mv ${file} ${file}.damaged\`, then \`npm start\`, which prints how to start again.`
  );
}

/**
 * Converts an error of SQLite or the system to an error for an organisation's file; undefined for every other error,
 * such as a violated constraint.
 */
export function fileErrorOf(file: string, error: unknown): OrganisationFileError | undefined {
  const { code, errcode, message } = error as { code?: unknown; errcode?: number; message: string };
  const found = code === "ERR_SQLITE_ERROR" ? sqliteProblem(file, errcode ?? 0) : systemProblem(file, code);
  if (found === undefined) return undefined;
  return new OrganisationFileError(textOf(file, { problem: found, message }), { problem: found, cause: error });
}

/** Runs `work`. @throws OrganisationFileError for an error with the file */
export function inWords<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fileErrorOf(file, error) ?? error;
  }
}

/** The meaning of SQLite's primary result codes (sqlite.org/rescode.html). */
const SQLITE_PROBLEMS: ReadonlyMap<number, FileProblem> = new Map([
  [5, "locked"], // BUSY
  [6, "locked"], // LOCKED
  [8, "not-allowed"], // READONLY
  [10, "failing"], // IOERR
  [11, "damaged"], // CORRUPT
  [13, "full"], // FULL
  [14, "not-allowed"], // CANTOPEN
  [26, "something-else"], // NOTADB
]);

/** IOERR and CANTOPEN: the file's path may be the cause of these errors. */
const AT_ITS_PLACE = [10, 14];

function sqliteProblem(file: string, errcode: number): FileProblem | undefined {
  const code = errcode & 0xff;
  if (AT_ITS_PLACE.includes(code) && isOther(file)) return "not-a-file";
  return AT_ITS_PLACE.includes(code) && diskIsFull(file) ? "full" : SQLITE_PROBLEMS.get(code);
}

const SYSTEM_PROBLEMS: ReadonlyMap<unknown, FileProblem> = new Map([
  ...(["ENOSPC", "EDQUOT"].map((code) => [code, "full"]) as [string, FileProblem][]),
  ...(["EACCES", "EPERM", "EROFS"].map((code) => [code, "not-allowed"]) as [string, FileProblem][]),
]);

function systemProblem(file: string, code: unknown): FileProblem | undefined {
  if (["EEXIST", "ENOTDIR", "EISDIR"].includes(String(code))) return isOther(file) ? "not-a-file" : undefined;
  return SYSTEM_PROBLEMS.get(code);
}

function textOf(file: string, { problem, message }: { problem: FileProblem; message: string }): string {
  switch (problem) {
    case "damaged":
      return `The file of the embedded organisation is damaged: ${file} (${message}). ${restoreCopy(file)}`;
    case "something-else":
      return `${file} is not an organisation: it is not a SQLite file. ${restoreCopy(file)}`;
    case "locked":
      return `${file} is locked by another process (${message}). Wait until that process ends, or end it (\`fuser ${file}\` shows its id), then run the command again.`;
    case "full":
      return `No space is left for the embedded organisation on the disk with ${file}. Free some space on this disk, then run the command again.`;
    case "not-a-file": {
      const other = firstOther(file) ?? file;
      const expected = other === file ? "a folder, but the file of the embedded organisation" : "a file, but a folder";
      return `${other} is ${expected} is expected there. Move it away: mv ${other} ${other}.away`;
    }
    case "not-allowed":
      return `${file} cannot be read or written (${message}). Make this user the owner of the file and its folder (\`ls -ld\` shows the current owner), or mount them with write access.`;
    default:
      return `The disk reports an error at ${file} (${message}). Check the disk, then run the command again. If the file is damaged: ${restoreCopy(file)}`;
  }
}

function isOther(file: string): boolean {
  return firstOther(file) !== undefined;
}

/** A folder in place of the file, or a file in place of one of its folders. */
function firstOther(file: string): string | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return file;
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found !== undefined) return found.isDirectory() ? undefined : folder;
  }
  return undefined;
}

function diskIsFull(file: string): boolean {
  try {
    const { blocks, bavail } = statfsSync(dirname(file));
    return blocks > 0 && bavail === 0;
  } catch {
    return false;
  }
}
