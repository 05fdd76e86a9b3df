import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { type ArchyDocument, digest, parseArchy } from "@genesys-flows/architect";
import { behindProxy } from "@genesys-flows/lean-pulumi/policy-proxy";
import { readCompiled, type Sidecar } from "@genesys-flows/project/compiled";

/** The document of a `genesyscloud.Flow`, with the places of its source. */
export interface FlowDocument {
  readonly document: ArchyDocument;
  /** Undefined for a bare resource, whose document was not compiled. */
  readonly sidecar?: Sidecar;
}

/** A document that cannot be checked, because no file with its path has the digest of the resource. */
export interface UncheckedDocument {
  /** Full sentences: which file, why, what to do. */
  readonly unchecked: string;
}

/** Documents read so far, by path. A pack runs for one preview or update, in which documents do not change. */
const read = new Map<string, Promise<FlowDocument>>();

/**
 * The document of a flow resource from its inputs: a file, relative to the project, or a text. Each file is read once,
 * for all policies. A pack does not know where the project is, so a file counts only when its digest is the one that the
 * provider's check computed of the resource's document.
 * @returns undefined where the document is not known yet, or cannot be read here (a remote asset)
 * @throws for a resource without a digest: DiagnosticError when the document cannot be parsed, Error when the file does not exist
 */
export async function readFlowDocument(
  props: Record<string, unknown>,
): Promise<FlowDocument | UncheckedDocument | undefined> {
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

async function documentWith(wanted: string, path: string): Promise<FlowDocument | UncheckedDocument> {
  const files = filesAt(path);
  for (const file of files) {
    const found = await readOnce(file, path).catch(() => undefined); // not a document: another file than the resource's
    if (found && digestOf(found.document) === wanted) return found;
  }
  const what =
    files.length > 0
      ? `${files.join(" and ")} ${files.length > 1 ? "are different documents" : "is a different document"} from the one of the flow`
      : `no project in or above ${startFolders().join(" or ")} contains it`;
  return {
    unchecked: `The document ${path} could not be checked: ${what}. Start Pulumi in the folder of the flow's project, not with \`-C\` from another folder, and use the policy pack of that project.`,
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
    `The flow document ${path} does not exist: no project in or above ${startFolders().join(" or ")} contains it.`,
  );
}

/**
 * A pack runs in its own folder, but paths of assets are relative to the project. So this looks in every folder with a Pulumi.yaml,
 * above the working directory and above the folder where the pack was started (a symbolic link can make the two differ). With
 * `pulumi -C` neither may be the project's folder.
 * @returns every file of that path in such a project, nearest first
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
