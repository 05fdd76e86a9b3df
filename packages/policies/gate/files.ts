import { readdir, readFile } from "node:fs/promises";
import type { Diagnostic } from "@genesys-flows/architect";
import { readYamlFile, type YamlFile } from "@genesys-flows/project/yaml-file";

/** The folder with the policies of a project. */
export interface PolicyFolder {
  readonly folder: string;
  /** As findings name it. */
  readonly shown: string;
  /** Whether every rule of the team is known; otherwise a name that is not known may be one of theirs. */
  readonly isComplete: boolean;
}

/** The text of a file; undefined where it does not exist. */
export async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

/** The names of the files in a folder, sorted; none where it does not exist. */
export async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * A YAML file; its data is undefined where it has nothing but comments.
 * @param file as findings name it
 */
export function yamlOf(file: string, text: string): { source?: YamlFile; findings: readonly Diagnostic[] } {
  const isEmpty = text.split("\n").every((line) => /^\s*(#.*|---)?\s*$/.test(line));
  if (!isEmpty) return readYamlFile({ file, text });
  return { source: { file, data: undefined, locate: () => ({ file, line: 1, column: 1 }) }, findings: [] };
}
