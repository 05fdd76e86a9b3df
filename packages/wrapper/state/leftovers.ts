import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { locksFolder } from "../runs/engine-run.ts";
import type { FileStack } from "../stack/stack.ts";

/**
 * A file counts as left behind if it does not change for this long. The CLI writes such files in less than a
 * millisecond.
 */
const LOOK_AGAIN_MS = 250;

/**
 * Removes files that a CLI left behind in a file backend because it was killed while writing:
 *
 * - empty or incomplete `.attrs` files, which make every command fail with "failed to load checkpoint: EOF"
 * - `.attrs` files without the file that they describe
 * - temporary files (`dev.json.18c2….tmp`), which count as locks if they are in the folder of locks
 *
 * None of these files contains the state. The CLI's file backend uses gocloud.dev/blob/fileblob, which writes
 * `<file>.attrs` in place and then renames `<file>.<time>.tmp` to `<file>`. Call this function only while no run has
 * locked the stack.
 * @param o.state the backend's folder
 * @returns paths of the removed files, relative to the backend's folder
 */
export async function clearLeftovers(
  o: Omit<FileStack, "project"> & { readonly lookAgainMs?: number },
): Promise<string[]> {
  const first = leftovers(o);
  if (first.size === 0) return [];
  await sleep(o.lookAgainMs ?? LOOK_AGAIN_MS);
  const again = leftovers(o);
  const cleared = [...again].filter(([file, stamp]) => first.get(file) === stamp).map(([file]) => file);
  for (const file of cleared) rmSync(path.join(o.state, file), { force: true });
  return cleared;
}

/** Files that may have been left behind. The fingerprint of a file changes if the file is still being written. */
function leftovers(o: Omit<FileStack, "project">): Map<string, string> {
  const found = new Map<string, string>();
  for (const { folder, isOurs, parse } of places(o)) {
    for (const name of listed(path.join(o.state, folder))) {
      const [, blob, kind] = /^(.*?)(\.[0-9a-f]+\.tmp|\.attrs)$/.exec(name) ?? [];
      if (blob === undefined || !isOurs(blob)) continue;
      const file = path.join(o.state, folder, name);
      const stat = statSync(file, { throwIfNoEntry: false });
      if (!stat?.isFile()) continue;
      const whole = kind === ".attrs" && stat.size > 0 && (!parse || isJson(file));
      if (!whole || !existsSync(path.join(o.state, folder, blob))) {
        found.set(path.join(folder, name), `${stat.size} ${stat.mtimeMs}`);
      }
    }
  }
  return found;
}

interface Place {
  readonly folder: string;
  /** Whether a file in the folder belongs to this stack or to all stacks, and not to a different stack. */
  readonly isOurs: (blob: string) => boolean;
  /** Whether to read and parse the files in the folder. False for history and backups, which have too many files. */
  readonly parse: boolean;
}

function places({ projectName, stack }: { projectName: string; stack: string }): Place[] {
  const own = ".pulumi";
  const checkpoints = [".json", ".json.gz", ".json.zst"].map((end) => stack + end);
  const names = new Set([...checkpoints, ...checkpoints.map((name) => `${name}.bak`)]);
  const all = () => true;
  return [
    { folder: own, isOurs: (blob) => blob === "meta.yaml", parse: true },
    { folder: path.join(own, "stacks", projectName), isOurs: (blob) => names.has(blob), parse: true },
    { folder: path.join(own, "history", projectName, stack), isOurs: all, parse: false },
    { folder: path.join(own, "backups", projectName, stack), isOurs: all, parse: false },
    { folder: locksFolder({ project: projectName, stack }), isOurs: all, parse: true },
  ];
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false; // the file is incomplete or was just deleted; the caller checks again
  }
}
