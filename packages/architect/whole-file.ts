import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { open, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

export interface WholeFileOptions {
  /**
   * Whether the file must also survive a crash of the machine, so that its content and name are on disk when the
   * function returns.
   */
  readonly flush?: boolean;
  /** Permissions; default: the permissions of a new file. */
  readonly mode?: number;
}

/**
 * Writes a file atomically, even if the process ends in the meantime. Writes a draft next to the file (see `draftOf`)
 * and renames it.
 * @throws the file system's error; the file is then unchanged
 */
export async function writeWhole(
  file: string,
  text: string | Uint8Array,
  { flush = false, mode }: WholeFileOptions = {},
): Promise<void> {
  const draft = draftOf(file);
  try {
    await writeFile(draft, text, { flag: "wx", flush, mode });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  if (!flush || !foldersFlush) return;
  const folder = await open(path.dirname(file), "r");
  await folder.sync().finally(() => folder.close());
}

/** The synchronous variant. */
export function writeWholeSync(
  file: string,
  text: string | Uint8Array,
  { flush = false, mode }: WholeFileOptions = {},
): void {
  const draft = draftOf(file);
  try {
    writeFileSync(draft, text, { flag: "wx", flush, mode });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  if (!flush || !foldersFlush) return;
  const folder = openSync(path.dirname(file), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** `<file>.<unique>.<pid>.tmp`: the process ID shows whether the draft is abandoned. */
function draftOf(file: string): string {
  return `${file}.${randomUUID()}.${process.pid}.tmp`;
}

const foldersFlush = process.platform !== "win32";
