import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The folder with `toolchain/`: the installed product, or this repository's checkout. */
export const installation = nearest("toolchain/go.mod", import.meta.dirname) ?? import.meta.dirname;

/**
 * The nearest folder with a Pulumi.yaml: `from` or one of its parents. If no such folder exists, the installation. By
 * default, starts in the current folder, which `npm run` sets to the folder of package.json.
 */
export function projectFolder(from: string = process.cwd()): string {
  return nearest("Pulumi.yaml", from) ?? installation;
}

/** The nearest folder that contains a file: `from` or one of its parents. */
function nearest(file: string, from: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, file))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The folder in a project for files that commands write. It is ignored by Git and is not part of the source. */
export const KEPT = ".genesys";

/** Path of a stack's plan file, relative to the project. */
export function planFile(stack: string): string {
  return path.posix.join(KEPT, "plans", `${stack}.plan`);
}

/** The folder for the reports of pipelines, with a subfolder for each stack. */
export const REPORTS = path.posix.join(KEPT, "reports");

export function driftFile(stack: string): string {
  return path.posix.join(REPORTS, stack, "drift.json");
}

/** The content of a file. Undefined if the file does not exist. @throws the system's error if it cannot be read */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The content of a file. Empty if the file cannot be read; code that needs the file reports the error later. */
export function readableText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
