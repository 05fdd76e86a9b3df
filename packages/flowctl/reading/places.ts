import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { isFlowText, isOptionsFile } from "@genesys-flows/project/flow-files";
import { type Context, UsageError } from "../context.ts";
import { flowsFolder } from "../stack-file.ts";

/** A file or folder that is named on the command line. */
export interface NamedPath {
  readonly absolute: string;
  /** For messages: relative to the project when it is inside, else as it was written. */
  readonly shown: string;
  readonly isFolder: boolean;
  /** Whether it is in the folder of the project's flows, or contains that folder. */
  readonly inProject: boolean;
}

/** @throws UsageError when the path does not exist */
export function namedPath(path: string, o: { stack: string }, context: Context): NamedPath {
  const absolute = resolve(context.root, path);
  if (!existsSync(absolute)) throw new UsageError(`${path} does not exist.`);
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
 * Every flow file in a folder and, by default, in its subfolders, sorted; for a file, the file itself. Names that begin with a
 * dot are ignored.
 */
export function flowFilesUnder(
  path: NamedPath,
  context: Context,
  o: { recursive: boolean } = { recursive: true },
): NamedPath[] {
  if (!path.isFolder) return [path];
  const files = readdirSync(path.absolute, { withFileTypes: true, ...o })
    .filter((entry) => entry.isFile() && isFlowText(withoutTemplate(entry.name)))
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

/** `sales.yaml.tftpl` is a template of Terraform for `sales.yaml`. */
function withoutTemplate(name: string): string {
  return name.replace(/\.tftpl$/i, "");
}

function hidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith(".") || part === "node_modules") || isOptionsFile(path);
}

function shownPath(absolute: string, written: string, context: Context): string {
  const inside = relative(context.root, absolute).split(sep).join("/");
  return inside.startsWith("..") ? written : inside;
}

function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
