import { readFileSync } from "node:fs";
import { type ArchyDocument, DiagnosticError, digest, lift, outline, parseArchy } from "@genesys-flows/architect";
import { Asset, type PropertyValue, unknown } from "../../rpc/values.ts";

/** What is known of a flow from its document alone. */
export interface DocumentFacts {
  readonly name: string;
  readonly type: ArchyDocument["flowType"];
  readonly digest: string;
  /** Node id -> kind and short hash; empty when the document has no graph. */
  readonly outline: Readonly<Record<string, string>>;
}

/**
 * The document that an asset holds. A path is relative to the project's folder, the plugin's working directory.
 *
 * @returns undefined while a preview does not know it
 * @throws DiagnosticError with every mistake in it; Error when it cannot be read
 */
export function readDocument(asset: PropertyValue | undefined, options: { key: string }): ArchyDocument | undefined {
  if (asset === unknown) return undefined;
  if (!(asset instanceof Asset))
    throw new Error("The document must be an asset, for example new pulumi.asset.FileAsset(path).");
  const file = asset.path ?? `${options.key}.yaml`;
  return parseArchy(contentOf(asset, file), { file });
}

function contentOf(asset: Asset, file: string): string {
  if (asset.text !== undefined) return asset.text;
  if (asset.path === undefined) {
    throw new Error(
      asset.uri
        ? `The document is a remote asset (${asset.uri}); give it as a file of the project.`
        : "The document is empty, or its content was not handed over.",
    );
  }
  try {
    return readFileSync(asset.path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Error(
      code === "ENOENT"
        ? `The document ${file} does not exist (any more). Run the program again: it writes the compiled documents.`
        : `The document ${file} cannot be read: ${code ?? (error as Error).message}.`,
    );
  }
}

/** Name, type, digest and outline. A document whose graph cannot be lifted has an empty outline, and `warn` hears why. */
export function factsOf(document: ArchyDocument, warn: (message: string) => void): DocumentFacts {
  return { name: document.name, type: document.flowType, digest: digest(document), outline: outlineOf(document, warn) };
}

function outlineOf(document: ArchyDocument, warn: (message: string) => void): Record<string, string> {
  try {
    return outline(lift(document));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    warn(`The document is published as it is, but previews cannot name its nodes:\n${error.message}`);
    return {};
  }
}
