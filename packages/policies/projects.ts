import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

/**
 * A pack runs in its own folder, but asset paths are relative to the project. So this function searches every folder
 * with a Pulumi.yaml at or above the working directory and the folder where the pack was started. The two folders can
 * differ because of a symbolic link. With `pulumi -C`, neither may be inside the project.
 * @returns every file with that path in such a project, nearest first
 */
export function filesAt(path: string): string[] {
  if (isAbsolute(path)) return existsSync(path) ? [path] : [];
  return projectFolders()
    .map((root) => join(root, path))
    .filter((file) => existsSync(file));
}

/** The folders where the upward search for projects starts. */
export function startFolders(): string[] {
  return [process.env["PWD"], process.cwd()].filter((start) => start !== undefined);
}

const known = new Map<string, string[]>();

/** The folders with a Pulumi.yaml, nearest first; cached after the first search. */
export function projectFolders(): string[] {
  const starts = startFolders();
  const key = starts.join("\n");
  const folders = known.get(key) ?? [...new Set(starts.flatMap(projectsAbove))];
  known.set(key, folders);
  return folders;
}

function projectsAbove(start: string): string[] {
  const projects: string[] = [];
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) projects.push(folder);
    if (dirname(folder) === folder) return projects;
  }
}
