import { readFileSync } from "node:fs";
import path from "node:path";
import { installation } from "../system/folders.ts";

const BEGIN = /^<!-- generated: (.+?) \(npm run generate\) -->$/;
const END = "<!-- end of generated -->";

/** A page of the repository with its generated sections written anew. @throws Error as `withSections` does */
export function pageWith(page: string, sections: Readonly<Record<string, string>>): string {
  return withSections(readFileSync(path.join(installation, page), "utf8"), sections);
}

/**
 * A page with its generated sections written anew: each is between a line that names it and one that ends it.
 * @param sections the texts by their names
 * @throws Error for a section without an end, one that nothing makes, one that the page does not have, and one that it has twice
 */
export function withSections(page: string, sections: Readonly<Record<string, string>>): string {
  const lines: string[] = [];
  const written = new Set<string>();
  let within: string | undefined;
  for (const line of page.split("\n")) {
    const name = BEGIN.exec(line)?.[1];
    if (name !== undefined) {
      if (within !== undefined) throw new Error(`The section '${within}' has no end.`);
      const text = sections[name];
      if (written.has(name)) throw new Error(`The page has the section '${name}' twice.`);
      if (text === undefined) throw new Error(`Nothing makes the section '${name}'.`);
      lines.push(line, "", text, "");
      written.add(name);
      within = name;
    }
    if (line === END && within === undefined) throw new Error("The page ends a section that it did not begin.");
    if (line === END) within = undefined;
    if (within === undefined) lines.push(line);
  }
  if (within !== undefined) throw new Error(`The section '${within}' has no end.`);
  const absent = Object.keys(sections).filter((name) => !written.has(name));
  if (absent.length > 0) throw new Error(`The page has no section '${absent.join("', '")}'.`);
  return lines.join("\n");
}
