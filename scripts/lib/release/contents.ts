import path from "node:path";
import type { Packed } from "./packages.ts";

/** The compiler's output for a file of this repository. */
const COMPILED = /\.(js|d\.m?ts)(\.map)?$/;

/**
 * The contents of packages, as lines that a person reviews. For each folder, they list the kinds of files and the
 * number of files of each kind. For compiled files, they list only the folders, so that a new file in a package does
 * not add a line. The lines are sorted and the same on all machines.
 */
export function contentsOf(packages: readonly Packed[]): string {
  return packages.map(({ name, files }) => `${name}\n${listed(files).sort().join("\n")}\n`).join("\n");
}

function listed(files: readonly string[]): string[] {
  const folders = Map.groupBy(files, (file) => file.slice(0, file.lastIndexOf("/") + 1) || "./");
  return [...folders].map(([folder, inside]) => {
    const others = Map.groupBy(
      inside.filter((file) => !COMPILED.test(file)),
      kindOf,
    );
    const shown = [...others].map(([kind, { length }]) => `${length} ${kind}`).sort();
    if (inside.some((file) => COMPILED.test(file))) shown.push("compiled files");
    return `  ${folder}  ${shown.join(", ")}`;
  });
}

function kindOf(file: string): string {
  return path.posix.extname(file) || "without extension";
}
