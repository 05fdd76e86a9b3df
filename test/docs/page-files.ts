import { readFileSync } from "node:fs";
import path from "node:path";

/** A page of the documentation as a small project: the files that its fenced blocks name in their first line. */
export interface PageFiles {
  /** Text by path below `flows/`. */
  readonly flows: Readonly<Record<string, string>>;
  /** Seed of the embedded organisation, as text; empty where the page has none. */
  readonly organisation: string;
}

/**
 * The files of a page. A block belongs to a file when its first line is `# flows/...` (or `// flows/...` in TypeScript).
 *
 * @param page path below `docs/`
 */
export function pageFiles(page: string): PageFiles {
  const text = readFileSync(path.join(import.meta.dirname, "../../docs", page), "utf8");
  const blocks = [...text.matchAll(/^```(?:yaml|ts)\n(?:#|\/\/) ([\w./-]+)\n([\s\S]*?)^```/gm)];
  const files = Object.fromEntries(blocks.map(([, file = "", content = ""]) => [file, content]));
  const flows = Object.fromEntries(
    Object.entries(files).flatMap(([file, content]) =>
      file.startsWith("flows/") ? [[file.slice("flows/".length), content]] : [],
    ),
  );
  return { flows, organisation: files["local/organisation.yaml"] ?? "" };
}
