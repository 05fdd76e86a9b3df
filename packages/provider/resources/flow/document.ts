import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { ArchyDocument } from "@genesys-flows/architect";
import { DiagnosticError } from "@genesys-flows/architect/diagnostic";
import { kernel } from "@genesys-flows/architect/kernel";
import { Asset, type PropertyValue, unknown } from "../../engine/values.ts";

/** Larger files are not opened; the kernel checks the size of smaller ones. */
const LARGEST_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Checked documents that are not published yet, by file and content hash, so that this process parses each document
 * only once. The oldest document is removed when the map is full.
 */
const checked = new Map<string, ArchyDocument>();
const MOST_CHECKED = 1000;

/**
 * Returns the document in an asset. A path is relative to the project folder, which is the plugin's working directory.
 * @param options.digest digest of the document when it was checked; the file may change while other flows are
 * published
 * @returns undefined if a preview does not know the document yet
 * @throws DiagnosticError with every error in the document; Error if it cannot be read or differs from the checked
 * document
 */
export function readDocument(
  asset: PropertyValue | undefined,
  options: { key: string; digest?: string | undefined },
): ArchyDocument | undefined {
  if (asset === unknown) return undefined;
  if (!(asset instanceof Asset))
    throw new Error("The document must be an asset, for example new pulumi.asset.FileAsset(path).");
  const file = asset.path ?? `${options.key}.yaml`;
  const content = contentOf(asset, file);
  const hash = createHash("sha256").update(content).digest("hex");
  const known = `${file} ${hash}`;
  const document = checked.get(known) ?? kernel().parseArchy(content, { file });
  if (options.digest === undefined) keep(known, document);
  else checked.delete(known);
  // An earlier release of this provider may have computed a different digest for the same content.
  const sameContent = hash === asset.hash;
  if (options.digest !== undefined && !sameContent && kernel().digest(document) !== options.digest) {
    throw new Error(
      `The document ${file} changed after this run checked it, so the published content would differ from the content that was checked. Nothing was published. Run the command again.`,
    );
  }
  return document;
}

/** Reads a compiled document of this project and computes its digest. @throws Error if the file cannot be read */
export function compiledDocument(folder: string, file: string) {
  const document = kernel().parseArchy(readFileSync(path.resolve(folder, file), "utf8"), { file });
  return { document, digest: kernel().digest(document), path: file };
}

function keep(known: string, document: ArchyDocument): void {
  checked.set(known, document);
  const [oldest] = checked.keys();
  if (checked.size > MOST_CHECKED && oldest !== undefined) checked.delete(oldest);
}

function contentOf(asset: Asset, file: string): string {
  if (asset.text !== undefined) return asset.text.replace(/^\uFEFF/, "");
  if (asset.path === undefined) {
    throw new Error(
      asset.uri
        ? `The document is a remote asset (${asset.uri}). Use a file in the project.`
        : "The document is empty, or the engine did not pass its content.",
    );
  }
  try {
    const about = statSync(asset.path);
    if (!about.isFile()) return refuse(`The document ${file} is not a file. Specify the path of the flow's file.`);
    if (about.size > LARGEST_FILE_BYTES)
      return refuse(`The document ${file} has ${about.size} bytes, which is larger than any valid flow.`);
    return decoded(readFileSync(asset.path), file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof UnusableDocument) throw error;
    throw new UnusableDocument(
      code === "ENOENT"
        ? `The document ${file} does not exist. Run the program again: it writes the compiled documents.`
        : `The document ${file} cannot be read: ${code ?? (error as Error).message}.`,
    );
  }
}

class UnusableDocument extends Error {}

function refuse(message: string): never {
  throw new UnusableDocument(message);
}

/**
 * Decodes a UTF-8 file, without the byte order mark.
 * @throws UnusableDocument for any other encoding and for binary files
 */
function decoded(bytes: Buffer, file: string): string {
  const start = bytes.subarray(0, 2).toString("hex");
  if (start === "fffe" || start === "feff") {
    return refuse(`The document ${file} is encoded in UTF-16. Save it as UTF-8, the encoding that Architect exports.`);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return refuse(`The document ${file} is not UTF-8 text. Export the flow as YAML, or save the file as UTF-8.`);
}

/**
 * Name, type, digest and outline. If the document cannot be lifted to a graph, the outline is empty and `warn` reports
 * the reason.
 */
export function factsOf(document: ArchyDocument, warn: (message: string) => void) {
  const { name, flowType: type } = document;
  return { name, type, digest: kernel().digest(document), outline: outlineOf(document, warn) };
}

function outlineOf(document: ArchyDocument, warn: (message: string) => void): Record<string, string> {
  try {
    return kernel().outline(kernel().lift(document));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    warn(`The document will be published unchanged, but previews cannot name its nodes:\n${error.message}`);
    return {};
  }
}
