import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, relative, resolve } from "node:path";
import { nearest } from "@genesys-flows/architect";
import { failureText, whyUnreadable } from "../reading/discover.ts";

/**
 * Reads a file that an entry refers to.
 *
 * @param o.file relative to the project
 * @returns its bytes, or the reason why it cannot be read, as the end of a sentence: it is outside the project,
 * possibly through a symbolic link; it does not exist; it is a folder
 */
export function readNamedFile(o: {
  readonly root: string;
  readonly file: string;
}): { readonly bytes: Buffer } | { readonly because: string } {
  const path = resolve(o.root, o.file);
  if (isOutside(o.root, path)) return { because: OUTSIDE };
  try {
    if (isOutside(realpathSync(o.root), realpathSync(path))) return { because: OUTSIDE };
    const because = whyUnreadable(path);
    return because === undefined ? { bytes: readFileSync(path) } : { because };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EISDIR") return { because: "it is a folder" };
    return { because: code === "ENOENT" ? missing(path) : failureText(error as NodeJS.ErrnoException) };
  }
}

const OUTSIDE = "it is outside the project";

function isOutside(root: string, path: string): boolean {
  const inside = relative(root, path);
  return isAbsolute(inside) || inside.split(/[/\\]/, 1)[0] === "..";
}

function missing(path: string): string {
  const meant = nearest(basename(path), filesIn(dirname(path)));
  return meant === undefined ? "it does not exist" : `it does not exist; a similar name in its folder is \`${meant}\``;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
