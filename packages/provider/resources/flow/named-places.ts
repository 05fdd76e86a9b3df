import { readFile } from "node:fs/promises";
import { parseArchy, references } from "@genesys-flows/architect";
import type { DesiredFlow, DesiredName } from "../../run/desired.ts";
import { placeAt, placedDocument } from "./place.ts";

/**
 * Where a flow names something: `flows/inbound/sales.yaml:12, node queue`, each place once. The file alone where the document
 * cannot be read.
 *
 * @param folder the project's folder
 */
export async function placesOfName(
  folder: string,
  flow: Pick<DesiredFlow, "document" | "file">,
  name: Pick<DesiredName, "kind" | "name">,
): Promise<string[]> {
  if (flow.document === undefined) return [flow.file];
  try {
    const file = `${folder}/${flow.document}`;
    const document = parseArchy(await readFile(file, "utf8"), { file: flow.file });
    const placed = await placedDocument({ document, path: file });
    const found = references(document).filter((reference) => isSameName(reference, name));
    const places = found.map(({ path }) => placeAt(path, placed));
    return places.length > 0 ? [...new Set(places)] : [flow.file];
  } catch {
    return [flow.file]; // the finding is worth more than its line
  }
}

/** Names are the same whatever their case. */
export function isSameName(a: Pick<DesiredName, "kind" | "name">, b: Pick<DesiredName, "kind" | "name">): boolean {
  return a.kind === b.kind && a.name.toLowerCase() === b.name.toLowerCase();
}
