import { readFileSync } from "node:fs";
import path from "node:path";
import { installation } from "../system/folders.ts";

/** A page of the repository with the text between its markers `<!-- generated -->` and `<!-- end of generated -->` replaced. */
export function pageWith(page: string, text: string): string {
  return withSection(readFileSync(path.join(installation, page), "utf8"), text);
}

/** @throws Error when the text has not exactly one pair of markers */
export function withSection(page: string, text: string): string {
  const parts = page.split(/^(<!-- generated[^>]*-->|<!-- end of generated -->)$/m);
  const [before, start, , end, after] = parts;
  if (parts.length !== 5 || !start?.startsWith("<!-- generated") || !end?.startsWith("<!-- end"))
    throw new Error("The page must have `<!-- generated -->` and, below, `<!-- end of generated -->`, each once.");
  return `${before}${start}\n\n${text}\n\n${end}${after}`;
}
