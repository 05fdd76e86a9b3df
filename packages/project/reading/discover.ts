import { readFileSync, type Stats, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import {
  type Diagnostic,
  DiagnosticError,
  type DiagnosticSink,
  type FlowDefinition,
  flowTypes,
  isDefinition,
} from "@genesys-flows/architect";
import { fileFinding, finding, type ProjectCode } from "../codes.ts";
import { flowFileEndsInWords, isFlowCode, isFlowText, isOptionsFile, isTestFile } from "../flow-files.ts";
import { isObjectsFile } from "../objects/objects-file.ts";

/** A file under `flows/` that may contain flows, options or objects. */
export interface SourceFile {
  /** Relative to the project, with `/`. */
  readonly file: string;
  readonly absolute: string;
  /** Empty for TypeScript, which is imported instead of read. */
  readonly text: string;
  /** Key of the flow. Default: the key in the file name. */
  readonly key?: string;
  /** The flow itself, if the program already has it. */
  readonly exported?: FlowDefinition;
}

const ARCHITECT_OWN_FORMAT = /\.i3\w*$/i;

/** Files in flow folders that are not flows: documentation, and TypeScript's configuration files. */
const BESIDE =
  /^(readme|licen[cs]e|notice|changelog|package\.json|tsconfig(\..+)?\.json)|\.(md|d\.ts|test\.(ts|ya?ml))$/i;

/** Subfolder of the flow folder for documents of bare resources, which `pulumi import` writes. */
const IMPORTED = "imported";

interface Discovering {
  /**
   * Contents to use instead of the files' own contents, by path relative to the project; may include files that do not
   * exist yet.
   */
  readonly texts?: ReadonlyMap<string, string | undefined> | undefined;
  /** Collects files that cannot be flow files. */
  readonly unknown?: string[];
}

/**
 * All flow files in the project, sorted by path so that the order is the same on every machine. Skips files and folders
 * whose names start with a dot, documentation, and the exports in `imported/`; reports a warning for Architect's own
 * `.i3` files.
 * @throws DiagnosticError `flows-folder` if the folder is missing or outside the project
 */
export async function discover(
  root: string,
  flowsDir: string,
  sink: DiagnosticSink<ProjectCode>,
  { texts = new Map(), unknown = [] }: Discovering = {},
): Promise<SourceFile[]> {
  const folder = resolve(root, flowsDir);
  const inside = relative(root, folder);
  if (isAbsolute(flowsDir) || inside === "" || inside.startsWith("..") || isAbsolute(inside)) {
    throw folderError(`The folder of the flow files, \`${flowsDir}\`, is not inside the project.`);
  }
  const planned = [...texts.keys()].map((file) => resolve(root, file)).filter((file) => file.startsWith(folder + sep));
  const unreadable = new Map<string, string>();
  const existing = await list(folder, unreadable).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && planned.length > 0) return [];
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      throw folderError(`The folder of the flow files, \`${flowsDir}\`, does not exist in the project.`);
    }
    throw error;
  });
  for (const [path, because] of unreadable) {
    const file = relative(root, path).split(sep).join("/");
    if (path.includes(NOT_UTF8)) sink.add(badName(file));
    else if (isFlowText(file) || isFlowCode(file)) sink.add(unreadableFile(file, because));
  }
  const files: SourceFile[] = [];
  for (const absolute of [...new Set([...existing, ...planned])].sort()) {
    const file = relative(root, absolute).split(sep).join("/");
    if (texts.has(file) && texts.get(file) === undefined) continue;
    const text = isFlowText(file) ? (texts.get(file) ?? readText(file, absolute, sink)) : undefined;
    if (text === null) continue;
    if (isTestFile(file) && isSource(texts.get(file) ?? readText(file, absolute, sink))) sink.add(sourceAsTest(file));
    if (/\.options\.json$/i.test(file)) sink.add(jsonOptions(file));
    else if (relative(folder, absolute).startsWith(IMPORTED + sep)) {
      if (isOwn(file, text)) sink.add(misplaced(file));
    } else if (text !== undefined) files.push({ file, absolute, text });
    else if (isFlowCode(file)) files.push({ file, absolute, text: "" });
    else if (ARCHITECT_OWN_FORMAT.test(file)) sink.add(ownFormat(file));
    else if (!BESIDE.test(basename(file))) unknown.push(file);
  }
  return files;
}

const MOST_NAMED = 10;

/** A note about files that are neither flow files nor referred to by an object; undefined without such files. */
export function unknownFiles(files: readonly string[]): Diagnostic | undefined {
  if (files[0] === undefined) return undefined;
  const names = files.slice(0, MOST_NAMED).join(", ");
  const more = files.length > MOST_NAMED ? ` and ${files.length - MOST_NAMED} more` : "";
  const [are, they] = files.length > 1 ? ["are not flow files", "they are"] : ["is not a flow file", "it is"];
  return fileFinding("unknown-file", files[0], `${names}${more} ${are}: ${they} skipped.`, {
    hint: `The names of flow files end with ${flowFileEndsInWords}. Rename a flow file that does not, and move other files to another folder.`,
  });
}

function ownFormat(file: string): Diagnostic {
  const hint = "Export the flow as YAML instead.";
  return fileFinding("architect-format", file, `${file} is in Architect's own format and is skipped.`, { hint });
}

function jsonOptions(file: string): Diagnostic {
  const hint = `Rename it to ${basename(file).replace(/json$/i, "yaml")}. JSON is valid YAML, so its content can stay as it is.`;
  return fileFinding("options-file", file, `${file} is not read: options must be in YAML.`, { hint });
}

const FLOW = new RegExp(`^(?:${Object.keys(flowTypes).join("|")}):`, "m");
const isSource = (text: string | null) => text !== null && (FLOW.test(text) || isObjectsFile(text));

function sourceAsTest(file: string): Diagnostic {
  const message = `${file} contains a flow or objects, but its name marks it as a test file, which is not published.`;
  return fileFinding("source-in-test-file", file, message, { hint: "Rename the file, without `.test`." });
}

/** Whether a file in `imported/` is not an export, so that it is probably meant as a flow in the project. */
function isOwn(file: string, text: string | undefined): boolean {
  return text === undefined ? isFlowCode(file) : isOptionsFile(file) || isObjectsFile(text) || isDefinition(text);
}

function misplaced(file: string): Diagnostic {
  const message = `${file} is skipped: its folder is for documents that \`pulumi import\` writes.`;
  return fileFinding("imported-folder", file, message, { hint: "Move the file to another folder." });
}

/** Node's replacement for bytes of a file name that are not UTF-8; such a file cannot be opened by its name. */
const NOT_UTF8 = "\uFFFD";

function badName(file: string): Diagnostic {
  const message = `The name of ${file} is not UTF-8, so the file or folder cannot be read.`;
  return fileFinding("bad-key", file, message, { hint: "Rename it." });
}

function unreadableFile(file: string, because: string): Diagnostic {
  const hint = "Replace it with the flow's file, or remove it.";
  return fileFinding("flows-folder", file, `${file} cannot be read: ${because}.`, { hint });
}

/**
 * The files in a folder and its subfolders. @param unreadable collects paths that cannot be read, each with the reason
 */
async function list(folder: string, unreadable: Map<string, string>): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
      const found = statOf(path);
      if (typeof found !== "string" && found.isDirectory()) return entry.isSymbolicLink() ? [] : list(path, unreadable);
      const because = reasonOf(found);
      if (because === undefined) return [path];
      unreadable.set(path, because);
      return [];
    }),
  );
  return nested.flat();
}

/**
 * The reason why a path cannot be read as a file, as the end of a sentence; undefined for a file or folder. Does not
 * open the path, because reading a named pipe would never end.
 */
export function whyUnreadable(path: string | Buffer): string | undefined {
  return reasonOf(statOf(path));
}

function reasonOf(found: Stats | string): string | undefined {
  if (typeof found === "string") return found;
  if (found.isFile()) return found.size > MOST_BYTES ? TOO_LARGE : undefined;
  return found.isDirectory() ? undefined : kindOf(found);
}

/** The maximum size of files to read. The kernel already rejects flows of a hundredth of this size. */
const MOST_BYTES = 100_000_000;
const TOO_LARGE = "it is too large for a flow";

function statOf(path: string | Buffer): Stats | string {
  try {
    return statSync(path);
  } catch (error) {
    return failureText(error as NodeJS.ErrnoException);
  }
}

function kindOf(found: Stats): string {
  if (found.isFIFO()) return "it is a named pipe";
  return found.isSocket() ? "it is a socket" : "it is a device";
}

const FAILURES: Readonly<Record<string, string>> = {
  ENOENT: "it is a symbolic link to a file that does not exist",
  ELOOP: "its symbolic links form a cycle",
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  ERR_STRING_TOO_LONG: TOO_LARGE,
  ERR_FS_FILE_TOO_LARGE: TOO_LARGE,
};

/** The reason why the operating system refused to read a file, as the end of a sentence. */
export function failureText({ code = "", message }: NodeJS.ErrnoException): string {
  return FAILURES[code] ?? message;
}

/**
 * The content of a file; null, with a finding, if it cannot be read. For small files, `readFile` would take eight times
 * as long.
 */
export function readText(file: string, path: string, sink: DiagnosticSink<ProjectCode>): string | null {
  try {
    const text = readFileSync(path, "utf8");
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  } catch (error) {
    sink.add(unreadableFile(file, failureText(error as NodeJS.ErrnoException)));
    return null;
  }
}

function folderError(message: string): DiagnosticError {
  const hint =
    "Flow files are in `flows/`, or in the folder that `genesys-flows:flowsDir` in the stack's configuration names, relative to the project.";
  return new DiagnosticError([finding("flows-folder", message, { hint })]);
}
