import type { Packed } from "./packages.ts";

/** What packages hold, in lines that a person reviews: per folder how many files of each kind. Sorted; the same on all machines. */
export function contentsOf(packages: readonly Packed[]): string {
  return packages.map(({ name, files }) => `${name}\n${[...counted(files)].sort().join("\n")}\n`).join("\n");
}

function counted(files: readonly string[]): string[] {
  const folders = Map.groupBy(files, (file) => file.slice(0, file.lastIndexOf("/") + 1) || "./");
  return [...folders].map(([folder, inside]) => {
    const kinds = Map.groupBy(
      inside,
      (file) => /(\.d\.m?ts|\.[a-z]+|)(\.map)?$/.exec(file.split("/").at(-1) ?? "")?.[0] ?? "",
    );
    const shown = [...kinds].map(([kind, { length }]) => `${length} ${kind || "without extension"}`).sort();
    return `  ${folder}  ${shown.join(", ")}`;
  });
}
