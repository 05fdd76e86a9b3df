import { readdir, readFile } from "node:fs/promises";
import type { Diagnostic } from "@genesys-flows/architect";
import { readYamlFile, type YamlFile } from "@genesys-flows/project/yaml-file";

/** The folder with a project's policies. */
export interface PolicyFolder {
  readonly folder: string;
  /** Path for findings. */
  readonly shown: string;
  /** Whether all of the team's rules are known; otherwise, an unknown name may be one of them. */
  readonly isComplete: boolean;
}

/** The content of a file; undefined when it does not exist. */
export async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

/** The names of the files in a folder, sorted; empty when the folder does not exist. */
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
 * A YAML file; its data is undefined when it contains only comments.
 * @param file path for findings
 */
export function yamlOf(file: string, text: string): { source?: YamlFile; findings: readonly Diagnostic[] } {
  const isEmpty = text.split("\n").every((line) => /^\s*(#.*|---)?\s*$/.test(line));
  if (!isEmpty) return readYamlFile({ file, text });
  return { source: { file, data: undefined, locate: () => ({ file, line: 1, column: 1 }) }, findings: [] };
}
