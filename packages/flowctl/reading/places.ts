import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type Context, UsageError } from "../context.ts";
import { flowsFolder } from "../stack-file.ts";

/** A file or folder that was named on the command line. */
export interface NamedPath {
  readonly absolute: string;
  /** As it is shown: relative to the project where it lies in it, else as it was written. */
  readonly shown: string;
  readonly isFolder: boolean;
  /** Whether it lies under the folder of the project's flows, or holds it. */
  readonly inProject: boolean;
}

/** @throws UsageError when there is nothing at the path */
export function namedPath(path: string, o: { stack: string }, context: Context): NamedPath {
  const absolute = resolve(context.root, path);
  if (!existsSync(absolute)) throw new UsageError(`There is no ${path}.`);
  const flows = resolve(context.root, flowsFolder(context, o.stack));
  const isFolder = statSync(absolute).isDirectory();
  return {
    absolute,
    shown: shownPath(absolute, path, context),
    isFolder,
    inProject: existsSync(flows) && (contains(flows, absolute) || (isFolder && contains(absolute, flows))),
  };
}

/**
 * Every flow file in a folder and, unless told otherwise, in the folders below it, sorted; the file itself for a file.
 * Names that begin with a dot are passed over.
 */
export function flowFilesUnder(
  path: NamedPath,
  context: Context,
  o: { recursive: boolean } = { recursive: true },
): NamedPath[] {
  if (!path.isFolder) return [path];
  const files = readdirSync(path.absolute, { withFileTypes: true, ...o })
    .filter((entry) => entry.isFile() && FLOW_TEXT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !hidden(relative(path.absolute, file)))
    .sort();
  return files.map((absolute) => ({
    absolute,
    shown: shownPath(absolute, join(path.shown, relative(path.absolute, absolute)), context),
    isFolder: false,
    inProject: path.inProject,
  }));
}

/** Names of files that may hold a flow as text; Terraform's templates among them. */
const FLOW_TEXT = /\.ya?ml(\.tftpl)?$/i;

function hidden(path: string): boolean {
  return (
    path.split(sep).some((part) => part.startsWith(".") || part === "node_modules") || /\.options\.ya?ml$/i.test(path)
  );
}

function shownPath(absolute: string, written: string, context: Context): string {
  const inside = relative(context.root, absolute).split(sep).join("/");
  return inside.startsWith("..") ? written : inside;
}

function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
