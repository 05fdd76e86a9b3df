import { existsSync } from "node:fs";
import { join } from "node:path";

/** Candidate paths: in a checkout of this repository, and in a project that depends on the product. */
const FILES = ["scripts/run.mjs", "node_modules/genesys-flows/bin.mjs"];

/** The file that runs a project's commands (`node FILE pulumi preview`); undefined if the folder has no such file. */
export function commandFile(root: string): string | undefined {
  return FILES.map((file) => join(root, file)).find((file) => existsSync(file));
}
