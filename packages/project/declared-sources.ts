import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { kindRow } from "./objects/kinds.ts";
import type { FlowProject } from "./project.ts";
import { sha256 } from "./sha256.ts";

/** A part of a project's source that declares resources other than flows. */
export interface DeclaredSource {
  /** `queue:Sales`, `file:index.ts`. */
  readonly key: string;
  /** For messages: `queue "Sales"`, `program index.ts`. */
  readonly title: string;
  /** The sha256 hash of its content; the same in every stack. */
  readonly digest: string;
  /** The file, relative to the project; undefined for an object. */
  readonly file?: string;
}

const PROGRAM = "index.ts";
/** The relative imports of a program file. Packages are not part of the source. */
const IMPORTED = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/**
 * The declarations of a project other than flows: the objects in its files, and the files of its program, which declare
 * other resources. They do not depend on a stack's values.
 */
export function declaredSources({ root, objects }: Pick<FlowProject, "root" | "objects">): DeclaredSource[] {
  return [
    ...objects
      .filter(({ existing }) => !existing)
      .map(({ kind, name, digest }) => ({ key: `${kind}:${name}`, title: `${kindRow(kind).noun} "${name}"`, digest })),
    ...programFiles(root).map(({ file, text }) => ({
      key: `file:${file}`,
      title: `program ${file}`,
      digest: sha256(text.replaceAll("\r\n", "\n")),
      file,
    })),
  ];
}

/** The program and the project files that it imports, directly or indirectly; empty if the project has no program. */
function programFiles(root: string): { readonly file: string; readonly text: string }[] {
  const texts = new Map<string, string>();
  const open = [PROGRAM];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const path = join(root, file);
    if (texts.has(file) || !existsSync(path)) continue;
    const text = readFileSync(path, "utf8");
    texts.set(file, text);
    for (const [, imported = ""] of text.matchAll(IMPORTED)) {
      const place = relative(root, join(dirname(path), imported))
        .split(sep)
        .join(posix.sep);
      if (!place.startsWith("../")) open.push(place);
    }
  }
  return [...texts].map(([file, text]) => ({ file, text })).sort((a, b) => (a.file < b.file ? -1 : 1));
}
