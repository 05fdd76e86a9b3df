import { statfsSync, statSync } from "node:fs";
import path from "node:path";

/**
 * The message for an operating system error, with the path and how to fix the problem. Undefined for all other errors,
 * which are defects or have their own message.
 * @param o.near paths that the failed call may have used; needed if the error does not name a path, as for a write to a
 * full disk
 */
export function systemFailure(error: unknown, o: { near?: readonly string[] } = {}): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, path: named, dest } = error as NodeJS.ErrnoException & { dest?: string };
  if (code === "ERR_SQLITE_ERROR") return lockFailure(error as Error & { errcode?: number }, o.near ?? []);
  const meaning = code === undefined ? undefined : meanings[code];
  if (meaning === undefined) return undefined;
  return meaning({ path: dest ?? named, near: o.near ?? [] });
}

/** The message for an SQLite error. The wrapper's only SQLite files are its empty lock files (`withMachineLock`). */
function lockFailure({ message, errcode = 0 }: Error & { errcode?: number }, near: readonly string[]): string {
  if ((errcode & 0xff) === SQLITE_FULL || fullPlaces(near).length > 0) return noSpace({ path: undefined, near });
  const locks = near.map((place) => path.join(place, "locks")).join(", ");
  return (
    `A lock file cannot be used (${message}). The lock files in this project are in ${locks} and are empty. When no command of this ` +
    `project is running, run: rm -r ${near.map((place) => quoted(path.join(place, "locks"))).join(" ")}`
  );
}

const SQLITE_FULL = 13;

/** The paths that are on a full disk. If a path does not exist, its nearest existing parent folder is checked. */
export function fullPlaces(places: readonly string[]): string[] {
  return places.filter((place) => freeBytes(place) === 0);
}

/** Free space in bytes on the disk that contains the path. Undefined if the system does not report the free space. */
export function freeBytes(place: string): number | undefined {
  for (let folder = path.resolve(place); ; folder = path.dirname(folder)) {
    try {
      const { blocks, bavail, bsize } = statfsSync(folder);
      return blocks === 0 ? undefined : bavail * bsize;
    } catch {
      if (folder === path.dirname(folder)) return undefined;
    }
  }
}

interface Place {
  readonly path: string | undefined;
  readonly near: readonly string[];
}

const meanings: Readonly<Record<string, (place: Place) => string>> = {
  ENOSPC: noSpace,
  EDQUOT: (place) => `Your quota of ${diskOf(place)} is used up. Free some space there, then run the command again.`,
  EFBIG: ({ path: file = "A file" }) =>
    `${file} would become larger than this process may write (\`ulimit -f\`). Raise the limit, then run the command again.`,
  EROFS: ({ path: file = "The file" }) =>
    `${file} is on a read-only file system. Mount it for writing, or work in another folder.`,
  EACCES: notAllowed,
  EPERM: notAllowed,
  EISDIR: ({ path: file = "Something" }) =>
    `${file} is a folder, but a file is expected there. Move it away: mv ${quoted(file)} ${quoted(`${file}.away`)}`,
  ENOTDIR: notAFolder,
  EEXIST: notAFolder,
  EMFILE: tooManyFiles,
  ENFILE: tooManyFiles,
  EIO: ({ path: file = "a file" }) =>
    `The disk reports an error at ${file}. Check the disk (\`dmesg\`), then run the command again.`,
};

function noSpace(place: Place): string {
  return `No space is left on ${diskOf(place)}. Free some space there, then run the command again.`;
}

function diskOf({ path: file, near }: Place): string {
  if (file !== undefined) return `the disk of ${file}`;
  const full = fullPlaces(near);
  const places = full.length > 0 ? full : near;
  return places.length === 0 ? "a disk (`df` shows which)" : `the disk of ${places.join(", ")}`;
}

function notAllowed({ path: file = "A file" }: Place): string {
  return `This user may not read or write ${file}. Make this user its owner (\`ls -ld\` shows the current one), then run the command again.`;
}

/** The message for a path in which a file exists instead of a folder. */
function notAFolder({ path: file }: Place): string {
  const culprit = file === undefined ? undefined : fileInPath(file);
  if (culprit === undefined)
    return `${file ?? "Something"} already exists, but is not the expected kind of file. Move it away.`;
  return `${culprit} is a file, but a folder is expected there. Move it away: mv ${quoted(culprit)} ${quoted(`${culprit}.away`)}`;
}

function fileInPath(file: string): string | undefined {
  for (let place = path.resolve(file); ; place = path.dirname(place)) {
    const found = statSync(place, { throwIfNoEntry: false });
    if (found !== undefined && !found.isDirectory()) return place;
    if (place === path.dirname(place)) return undefined;
  }
}

function tooManyFiles({ path: file }: Place): string {
  return `Too many files are open${file === undefined ? "" : ` to open ${file}`}. Raise the limit (\`ulimit -n\`), or close other programs, then run the command again.`;
}

/** Quotes a path for a POSIX shell, if necessary. */
function quoted(file: string): string {
  return /^[\w./@%+,:=-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`;
}
