import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The folder with `toolchain/`: that of the installed product, or of this repository's checkout. */
export const installation = nearest("toolchain/go.mod", import.meta.dirname) ?? import.meta.dirname;

/** The nearest folder upwards that has a Pulumi.yaml, otherwise the installation. (`npm run` starts in the folder of package.json.) */
export function projectFolder(from: string = process.cwd()): string {
  return nearest("Pulumi.yaml", from) ?? installation;
}

/** The nearest folder upwards that has a file. */
function nearest(file: string, from: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, file))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The folder of a project in which commands keep what they write. Git ignores it, and it is no part of the source. */
export const KEPT = ".genesys";

/** Where the plan of a stack is kept, relative to the project. */
export function planFile(stack: string): string {
  return path.posix.join(KEPT, "plans", `${stack}.plan`);
}

/** The folder of the reports that pipelines keep; one of each stack below it. */
export const REPORTS = path.posix.join(KEPT, "reports");

export function driftFile(stack: string): string {
  return path.posix.join(REPORTS, stack, "drift.json");
}

/** The text of a file; undefined where it does not exist. @throws what the system says otherwise */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The text of a file; empty where it cannot be read, which a later reader reports. */
export function readableText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
