import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { type ArchyDocument, digest, parseArchy } from "@genesys-flows/architect";
import { behindProxy } from "@genesys-flows/lean-pulumi/policy-proxy";
import { readCompiled, type Sidecar } from "@genesys-flows/project/compiled";

/** The document of a `genesyscloud.Flow`, with what leads back to what a person wrote. */
export interface FlowDocument {
  readonly document: ArchyDocument;
  /** Undefined for a bare resource, whose document is what a person wrote. */
  readonly sidecar?: Sidecar;
}

/** A document that cannot be judged, since no file that was found is the one of the resource. */
export interface UnjudgedDocument {
  /** Full sentences: which file, why, what to do. */
  readonly unjudged: string;
}

/** Documents read so far, by where they lie. A pack lives as long as one preview or update, whose documents stay as they are. */
const read = new Map<string, Promise<FlowDocument>>();

/**
 * The document of a flow resource from its inputs: a file, relative to the project, or a text. Each file is read once,
 * however many policies ask. A pack is not told where the project is, so a file counts only when its digest is the one that
 * the provider's check computed of the resource's document.
 * @returns undefined where it is not known yet, or cannot be read here (a remote asset)
 * @throws DiagnosticError for a document that cannot be parsed, Error for a file that is not there, both of a resource
 *   without a digest
 */
export async function readFlowDocument(
  props: Record<string, unknown>,
): Promise<FlowDocument | UnjudgedDocument | undefined> {
  const asset = behindProxy(props["document"]) as { path?: unknown; text?: unknown } | undefined;
  if (typeof asset !== "object" || asset === null) return undefined;
  const path = await asset.path;
  if (typeof path === "string") {
    const wanted = props["digest"];
    return typeof wanted === "string" ? documentWith(wanted, path) : readOnce(firstFile(path), path);
  }
  const text = await asset.text;
  return typeof text === "string" ? { document: parseArchy(text, { file: "document" }) } : undefined;
}

async function documentWith(wanted: string, path: string): Promise<FlowDocument | UnjudgedDocument> {
  const files = filesAt(path);
  for (const file of files) {
    const found = await readOnce(file, path).catch(() => undefined); // not even a document: another file than the resource's
    if (found && digestOf(found.document) === wanted) return found;
  }
  const what =
    files.length > 0
      ? `${files.join(" and ")} ${files.length > 1 ? "are other documents" : "is another document"} than the one of the flow`
      : `no project above ${startFolders().join(" or ")} has it`;
  return {
    unjudged: `The document ${path} could not be judged: ${what}. Start Pulumi in the folder of the flow's project, not with \`-C\` from another, and use the policy pack of that project.`,
  };
}

function readOnce(file: string, path: string): Promise<FlowDocument> {
  const reading = read.get(file) ?? readCompiled(file, { path });
  read.set(file, reading);
  return reading;
}

const digests = new WeakMap<ArchyDocument, string>();

function digestOf(document: ArchyDocument): string {
  const found = digests.get(document) ?? digest(document);
  digests.set(document, found);
  return found;
}

function firstFile(path: string): string {
  const [file] = filesAt(path);
  if (file !== undefined) return file;
  throw new Error(
    `The flow document ${path} does not exist: no project above ${startFolders().join(" or ")} holds it.`,
  );
}

/**
 * A pack runs in its own folder, and paths of assets are relative to the project: a folder above with a Pulumi.yaml, seen
 * from where the pack was started (which a symbolic link may hide from the working directory). With `pulumi -C` that is
 * another folder than the project's.
 * @returns every file of that path in a project above, nearest first
 */
function filesAt(path: string): string[] {
  if (isAbsolute(path)) return existsSync(path) ? [path] : [];
  const files = startFolders()
    .flatMap(projectsAbove)
    .map((root) => join(root, path));
  return [...new Set(files)].filter((file) => existsSync(file));
}

function startFolders(): string[] {
  return [process.env["PWD"], process.cwd()].filter((start) => start !== undefined);
}

function projectsAbove(start: string): string[] {
  const projects: string[] = [];
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) projects.push(folder);
    if (dirname(folder) === folder) return projects;
  }
}
