import { readFile } from "node:fs/promises";
import type { ArchyDocument, ArchyPath, DocumentPlaces, FlowGraph } from "@genesys-flows/architect";
import { DiagnosticError } from "@genesys-flows/architect/diagnostic";
import { kernel } from "@genesys-flows/architect/kernel";
import { z } from "zod";
import { type DesiredFlow, isSameName, type ObjectName } from "../../../run/desired.ts";
import type { FindingPlace } from "../../../run/findings.ts";

const line = z.looseObject({ file: z.string(), line: z.number() });

/** Sidecar of a compiled document, which maps its nodes to the source. */
const sidecarSchema = z.looseObject({
  file: z.string().optional(),
  origin: z.string().optional(),
  nodes: z.array(line.extend({ node: z.string(), path: z.string() })),
  onFaultLocation: line.optional(),
});

/** A document to be published, with the sidecar that maps its paths to the source. */
export interface PlacedDocument {
  readonly document: ArchyDocument;
  readonly places: DocumentPlaces;
  readonly graph: FlowGraph | undefined;
  readonly sidecar: z.infer<typeof sidecarSchema> | undefined;
}

/** @param source.path the document's file, if it exists; the sidecar is next to it */
export async function placedDocument(source: {
  readonly document: ArchyDocument;
  readonly path: string | undefined;
}): Promise<PlacedDocument> {
  const { document } = source;
  return {
    document,
    places: kernel().documentPlaces(document),
    graph: graphOf(document),
    sidecar: await readSidecar(source.path),
  };
}

/**
 * Source location of a path. In a definition, this is the line of the node, or only the file if the path is not in a
 * node. In an export or a document without a sidecar, it is the line of the path itself.
 */
export function placeOf(path: ArchyPath, known: PlacedDocument): FindingPlace {
  const { sidecar, document } = known;
  const entry = kernel().entryAt(document, sidecar?.nodes ?? [])(path);
  if (sidecar && sidecar.origin !== "export") {
    if (entry) return { file: entry.file, line: entry.line, node: entry.node };
    const { onFaultLocation: fault } = sidecar;
    if (fault && path[1] === "settingsErrorHandling") return { file: fault.file, line: fault.line };
    if (sidecar.file !== undefined) return { file: sidecar.file };
  }
  const node = entry?.node ?? nodeAt(known.graph, path);
  return { file: fileOf(known), line: document.locate(path).line, ...(node !== undefined && { node }) };
}

/** `flows/inbound/sales.yaml:12, node queue`, without the parts that are unknown. */
export function placeText({ file, line, node }: FindingPlace): string {
  const at = line === undefined ? file : `${file}:${line}`;
  return node === undefined ? at : `${at}, node ${node}`;
}

/** The source file: the definition or export of a compiled document, otherwise the document itself. */
export function fileOf({ sidecar, document }: PlacedDocument): string {
  return sidecar?.file ?? document.file;
}

/** The node with the innermost action that contains the path. */
function nodeAt(graph: FlowGraph | undefined, path: ArchyPath): string | undefined {
  let best: { id: string; length: number } | undefined;
  for (const node of graph?.nodes.values() ?? []) {
    const own = node.path;
    if (own && encloses(own, path) && own.length > (best?.length ?? 0)) best = { id: node.id, length: own.length };
  }
  return best?.id;
}

function encloses(outer: ArchyPath, path: ArchyPath): boolean {
  return outer.length <= path.length && outer.every((part, index) => path[index] === part);
}

function graphOf(document: ArchyDocument): FlowGraph | undefined {
  try {
    return kernel().lift(document);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** `x.map.json` or `x.yaml.map.json` next to `x.yaml`; undefined for a document that was not compiled here. */
async function readSidecar(documentPath: string | undefined): Promise<PlacedDocument["sidecar"]> {
  if (documentPath === undefined) return undefined;
  for (const candidate of [documentPath.replace(/\.ya?ml$/, ".map.json"), `${documentPath}.map.json`]) {
    try {
      const parsed = sidecarSchema.safeParse(JSON.parse(await readFile(candidate, "utf8")));
      if (parsed.success) return parsed.data;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" && !(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

/**
 * First location where a flow uses a name; only the file if the document cannot be read.
 * @param folder the project folder
 */
export async function placeOfName(
  folder: string,
  flow: Pick<DesiredFlow, "document" | "file">,
  name: ObjectName,
): Promise<FindingPlace> {
  const { file } = flow;
  if (flow.document === undefined) return { file };
  try {
    const path = `${folder}/${flow.document}`;
    const document = kernel().parseArchy(await readFile(path, "utf8"), { file });
    const first = kernel()
      .references(document)
      .find((reference) => isSameName(reference, name));
    return first ? placeOf(first.path, await placedDocument({ document, path })) : { file };
  } catch {
    return { file }; // the finding matters more than its line
  }
}
