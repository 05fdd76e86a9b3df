import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { locksFolder } from "../runs/engine-run.ts";
import type { FileStack } from "../stack/stack.ts";

/** A file that does not change for this long counts as left behind: the CLI writes such files in less than a millisecond. */
const LOOK_AGAIN_MS = 250;

/**
 * Removes what a CLI that was killed while writing left among the files of a stack in a file backend: empty or
 * incomplete `.attrs` files, which make every command fail with "failed to load checkpoint: EOF", `.attrs` files that
 * belong to no file, and files that do not have their final name yet (`dev.json.18c2….tmp`), which count as locks in
 * the folder of locks. Changes nothing else: none of these files contains the state. The store writes `<file>.attrs` in
 * place, then renames `<file>.<time>.tmp` to `<file>` (gocloud.dev/blob/fileblob, which the CLI's file backend is).
 * Call it while no run has locked the stack.
 * @param o.state the backend's folder
 * @returns the files, as paths in the backend's folder
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

/** Files that were left behind, each with a fingerprint that shows whether it is still being written. */
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
  /** Whether a file in the folder belongs to the stack, or to all stacks. */
  readonly isOurs: (blob: string) => boolean;
  /** Whether to read each file in the folder; history and backups have too many. */
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
    return false; // incomplete, or meanwhile deleted: the caller checks again
  }
}
