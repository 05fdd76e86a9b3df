import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ArchyDocument } from "@genesys-flows/architect";
import { DiagnosticError } from "@genesys-flows/architect/diagnostic";
import { kernel } from "@genesys-flows/architect/kernel";
import type { Operation } from "../../../engine/resource.ts";
import { Asset } from "../../../engine/values.ts";

/** Folder in the project for documents of flows that `pulumi import` imported. The loader skips them. */
const importedFolder = "flows/imported";

/**
 * Whether an import is `pulumi import` of a bare flow, whose document must be written to a file. For the engine it looks like
 * the option `import` of a program, which has a document. The difference: a program registers a root resource; and a flow in
 * a component of this project has its file under `flows/`.
 */
export async function needsDocument(operation: Operation): Promise<boolean> {
  if (/::genesys-flows:[^:]*:[^:$]*\$/.test(operation.urn.text)) return false;
  return !(await operation.runsProgram());
}

/**
 * Writes an export to `flows/imported/<name>.yaml`. An existing file is not changed; it is the document even when its content
 * differs, as for another stack that imports the flow of its organisation under the same name.
 *
 * @returns the file as an asset, with a path relative to the project; undefined, with a warning, when it cannot be written
 */
export async function writeImported(
  folder: string,
  document: ArchyDocument,
  operation: Operation,
): Promise<Asset | undefined> {
  const { log, urn } = operation;
  const file = `${importedFolder}/${fileName(urn.name)}.yaml`;
  let text: string;
  try {
    text = await kept(path.join(folder, file), document.text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    log.warn(
      `The document of '${document.name}' cannot be written to ${file}: ${code ?? message}. The flow is imported; set its document yourself.`,
    );
    return undefined;
  }
  if (says(text, document)) log.info(`The document of '${document.name}' is ${file}.`);
  else {
    log.warn(
      `${file} already exists with other content, and was not changed. The next update publishes it over '${document.name}'. ` +
        "To use the export instead, remove the file and import again.",
    );
  }
  return new Asset({ path: file, hash: createHash("sha256").update(text).digest("hex") });
}

/** Writes a file that does not exist yet. Returns its content. */
async function kept(file: string, text: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, text, { flag: "wx" });
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return readFile(file, "utf8");
  }
}

/** Whether a file has the document's normal form. */
function says(text: string, document: ArchyDocument): boolean {
  try {
    return (
      text === document.text ||
      kernel().digest(kernel().parseArchy(text, { file: document.file })) === kernel().digest(document)
    );
  } catch (error) {
    if (error instanceof DiagnosticError) return false;
    throw error;
  }
}

/** A resource's name as a file name: no separators, nothing hidden. */
function fileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._ -]+/gu, "-").replace(/^[. ]+/, "-") || "flow";
}
