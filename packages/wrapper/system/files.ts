import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The folder with `toolchain/`: the installed product, or this repository's checkout. */
export const installation = nearest("toolchain/go.mod", import.meta.dirname) ?? import.meta.dirname;

/**
 * The nearest parent folder that has a Pulumi.yaml, otherwise the installation. (`npm run` starts in the folder of
 * package.json.)
 */
export function projectFolder(from: string = process.cwd()): string {
  return nearest("Pulumi.yaml", from) ?? installation;
}

/** The nearest folder that has a file: this folder or a parent. */
function nearest(file: string, from: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, file))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The folder in a project for files that commands write. Git ignores it, and it does not belong to the source. */
export const KEPT = ".genesys";

/** The file of a stack's plan, relative to the project. */
export function planFile(stack: string): string {
  return path.posix.join(KEPT, "plans", `${stack}.plan`);
}

/** The folder of the reports that pipelines keep, with a folder for each stack. */
export const REPORTS = path.posix.join(KEPT, "reports");

export function driftFile(stack: string): string {
  return path.posix.join(REPORTS, stack, "drift.json");
}

/** The content of a file; undefined if it does not exist. @throws the system's error otherwise */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The content of a file; empty if it cannot be read, which a later reader reports. */
export function readableText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
