import { readFile } from "node:fs/promises";
import { type ArchyDocument, type ArchyPath, DiagnosticError, type FlowGraph, lift } from "@genesys-flows/architect";
import { z } from "zod";

/** What lies beside a compiled document and leads from its nodes to what a person wrote. */
const sidecarSchema = z.looseObject({
  file: z.string().optional(),
  nodes: z.array(z.looseObject({ node: z.string(), file: z.string(), line: z.number() })),
});

/** A document that is to be published, with what leads from its paths to what a person wrote. */
export interface PlacedDocument {
  readonly document: ArchyDocument;
  readonly graph: FlowGraph | undefined;
  readonly sidecar: z.infer<typeof sidecarSchema> | undefined;
}

/** @param source.path where the document lies, when it lies in a file: its map lies beside it */
export async function placedDocument(source: {
  readonly document: ArchyDocument;
  readonly path: string | undefined;
}): Promise<PlacedDocument> {
  return { document: source.document, graph: graphOf(source.document), sidecar: await readSidecar(source.path) };
}

/** The place of a path as a person knows it: `flows/inbound/sales.yaml:12, node queue`. */
export function placeAt(path: ArchyPath, known: PlacedDocument): string {
  const node = nodeAt(known.graph, path);
  const entry = node === undefined ? undefined : known.sidecar?.nodes.find((candidate) => candidate.node === node);
  if (entry) return `${entry.file}:${entry.line}, node ${node}`;
  const { file, line } = known.document.locate(path);
  return node === undefined ? `${file}:${line}` : `${file}:${line}, node ${node}`;
}

/** The node whose action encloses the path most narrowly. */
function nodeAt(graph: FlowGraph | undefined, path: ArchyPath): string | undefined {
  let best: { id: string; length: number } | undefined;
  for (const node of graph?.nodes.values() ?? []) {
    const own = node.path;
    if (!own || own.length > path.length || !own.every((part, index) => path[index] === part)) continue;
    if (own.length > (best?.length ?? 0)) best = { id: node.id, length: own.length };
  }
  return best?.id;
}

function graphOf(document: ArchyDocument): FlowGraph | undefined {
  try {
    return lift(document);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** `x.map.json` or `x.yaml.map.json` beside `x.yaml`; undefined for a document that was not compiled here. */
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
