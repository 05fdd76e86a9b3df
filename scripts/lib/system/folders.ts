import { existsSync } from "node:fs";
import path from "node:path";

/** The folder with these scripts, node_modules and toolchain/. */
export const installation = path.resolve(import.meta.dirname, "..", "..", "..");

/**
 * The Pulumi project that a command works on: the nearest folder from here upwards that has a Pulumi.yaml, otherwise
 * the installation. (`npm run` starts in the folder of package.json.)
 */
export function projectFolder(from: string = process.cwd()): string {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "Pulumi.yaml"))) return folder;
    if (folder === path.dirname(folder)) return installation;
  }
}
