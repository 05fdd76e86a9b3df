import { type Dirent, existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { DiagnosticError, diagnosticOf, kernelCodes } from "@genesys-flows/architect";
import { failureText, whyUnreadable } from "@genesys-flows/project";
import { isFlowText, isOptionsFile, isTestFile } from "@genesys-flows/project/flow-files";
import { type Context, UsageError } from "../context.ts";
import { flowsFolder } from "../stack-file.ts";

/** A file or folder that is specified on the command line. */
export interface NamedPath {
  readonly absolute: string;
  /** The path for messages: relative to the project if it is in the project, otherwise as the user wrote it. */
  readonly shown: string;
  readonly isFolder: boolean;
  /** Whether the path is in the folder of the project's flows, or contains that folder. */
  readonly inProject: boolean;
}

/** The file or folder at a path. @throws UsageError if the path does not exist or is neither a file nor a folder */
export function namedPath(path: string, o: { stack: string }, context: Context): NamedPath {
  const absolute = resolve(context.root, path);
  if (!lstatSync(absolute, { throwIfNoEntry: false })) throw new UsageError(`${path} does not exist.`);
  const because = whyUnreadable(absolute);
  if (because !== undefined) throw new UsageError(`${path} cannot be read: ${because}.`);
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
 * All flow files in a folder and, by default, in its subfolders, in sorted order. For a file, only this file. Names
 * that begin with a dot are ignored.
 */
export function flowFilesUnder(path: NamedPath, context: Context, o: ListOptions = { recursive: true }): NamedPath[] {
  const isFlow = (file: string) => isFlowText(withoutTemplate(file)) && !isOptionsFile(file);
  return filesUnder(path, isFlow, context, o);
}

/** All files with conversation tests, with the same search as for flow files. */
export function testFilesUnder(path: NamedPath, context: Context): NamedPath[] {
  return filesUnder(path, isTestFile, context, { recursive: true });
}

function filesUnder(
  path: NamedPath,
  isWanted: (file: string) => boolean,
  context: Context,
  o: ListOptions,
): NamedPath[] {
  if (!path.isFolder) return [path];
  const files = filesIn(path.absolute, o)
    .filter((file) => isWanted(file) && !hidden(relative(path.absolute, file)))
    .sort();
  return files.map((absolute) => ({
    absolute,
    shown: shownPath(absolute, join(path.shown, relative(path.absolute, absolute)), context),
    isFolder: false,
    inProject: path.inProject,
  }));
}

interface ListOptions {
  readonly recursive: boolean;
  /** Called with each skipped path and the reason. */
  readonly skipped?: (path: string, because: string) => void;
}

function filesIn(folder: string, o: ListOptions): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // Node replaces bytes that are not UTF-8 with this character, so the resulting path does not exist.
    const because =
      entry.name.includes("\uFFFD") && !existsSync(path) ? "its name is not UTF-8" : whyLeftOut(entry, path);
    if (because === undefined) return entry.isFile() ? [path] : o.recursive ? filesIn(path, o) : [];
    o.skipped?.(path, because);
    return [];
  });
}

function whyLeftOut(entry: Dirent, path: string): string | undefined {
  if (entry.isFile() || entry.isDirectory()) return undefined;
  return entry.isSymbolicLink() ? "it is a symbolic link" : whyUnreadable(path);
}

/** The content of a flow file, without a byte order mark. @throws DiagnosticError for a file that cannot be read */
export function textOfNamed({ absolute, shown }: NamedPath): string {
  const because = whyUnreadable(absolute) ?? "";
  try {
    if (because === "") return readFileSync(absolute, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw notReadable(shown, failureText(error as NodeJS.ErrnoException));
  }
  throw notReadable(shown, because);
}

function notReadable(file: string, because: string): DiagnosticError {
  return new DiagnosticError([
    diagnosticOf(kernelCodes, "not-text", `The file cannot be read: ${because}.`, {
      location: { file, line: 1, column: 1 },
    }),
  ]);
}

/** `sales.yaml.tftpl` is a Terraform template for `sales.yaml`. */
function withoutTemplate(name: string): string {
  return name.replace(/\.tftpl$/i, "");
}

function hidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith(".") || part === "node_modules");
}

function shownPath(absolute: string, written: string, context: Context): string {
  const inside = relative(context.root, absolute).split(sep).join("/");
  return inside.startsWith("..") ? written : inside;
}

function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
