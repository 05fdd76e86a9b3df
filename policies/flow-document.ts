import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { type ArchyDocument, parseArchy } from "@genesys-flows/architect";
import { readCompiled, type Sidecar } from "@genesys-flows/project/compiled";

/** The document of a `genesyscloud.Flow`, with what leads back to what a person wrote. */
export interface FlowDocument {
  readonly document: ArchyDocument;
  /** Undefined for a bare resource, whose document is what a person wrote. */
  readonly sidecar?: Sidecar;
}

/** Documents read so far, by where they lie. A pack lives as long as one preview or update, whose documents stay as they are. */
const read = new Map<string, Promise<FlowDocument>>();

/**
 * The document of a flow resource from its inputs: a file, relative to the project, or a text. Each file is read once,
 * however many policies ask.
 * @returns undefined where it is not known yet, or cannot be read here (a remote asset)
 * @throws DiagnosticError for a document that cannot be parsed, Error for a file that is not there
 */
export async function readFlowDocument(props: Record<string, unknown>): Promise<FlowDocument | undefined> {
  const asset = unwrapped(props["document"]) as { path?: unknown; text?: unknown } | undefined;
  if (typeof asset !== "object" || asset === null) return undefined;
  const path = await asset.path;
  if (typeof path === "string") {
    const file = findFile(path);
    const reading = read.get(file) ?? readCompiled(file, { path });
    read.set(file, reading);
    return reading;
  }
  const text = await asset.text;
  return typeof text === "string" ? { document: parseArchy(text, { file: "document" }) } : undefined;
}

/**
 * What stands behind the proxy by which the SDK catches reading of unknown values. Fields of an asset are promises, and
 * a proxied promise cannot be awaited.
 */
function unwrapped(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return (value as { __getSpecialProxyTarget?: unknown }).__getSpecialProxyTarget ?? value;
}

/**
 * A pack runs in its own folder, and paths of assets are relative to the project: the folder above with a Pulumi.yaml,
 * seen from where the pack was started (which a symbolic link may hide from the working directory).
 */
function findFile(path: string): string {
  if (isAbsolute(path)) return path;
  const starts = [process.env["PWD"], process.cwd()].filter((start) => start !== undefined);
  for (const root of starts.flatMap(projectsAbove)) {
    const file = join(root, path);
    if (existsSync(file)) return file;
  }
  throw new Error(`The flow document ${path} is not there: no project above ${starts.join(" or ")} holds it.`);
}

function projectsAbove(start: string): string[] {
  const projects: string[] = [];
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) projects.push(folder);
    if (dirname(folder) === folder) return projects;
  }
}
