import { readFile } from "node:fs/promises";
import {
  type ArchyDocument,
  type ArchyPath,
  type ArchyValue,
  DiagnosticError,
  type FlowGraph,
  lift,
} from "@genesys-flows/architect";
import { z } from "zod";
import type { JobState } from "./entities.ts";

export interface ExplainedMessage {
  readonly severity: "error" | "warning";
  /** `flows/inbound/sales.yaml:12, node queue: no matches ('targetQueue' i '/inboundCall/...')` */
  readonly text: string;
}

/** What lies beside a compiled document and leads from its nodes to what a person wrote. */
const sidecarSchema = z.looseObject({
  file: z.string().optional(),
  nodes: z.array(z.looseObject({ node: z.string(), file: z.string(), line: z.number() })),
});
type Sidecar = z.infer<typeof sidecarSchema>;

/** Job messages with node, file and line of the place that they name (reference/archy.md, "References by name vs GUID"). */
export async function explainJobMessages(
  messages: NonNullable<JobState["messages"]>,
  source: { readonly document: ArchyDocument; readonly path: string | undefined },
): Promise<ExplainedMessage[]> {
  if (messages.length === 0) return [];
  const sidecar = await readSidecar(source.path);
  const graph = graphOf(source.document);
  const addresses = addressTable(source.document);
  return messages.map((message) => {
    const text = message.text ?? "(no text)";
    const place = placeOf(text, { document: source.document, addresses, graph, sidecar });
    const advice = (message.details ?? []).map((detail) => detail.errorMessage).filter((line) => line && line !== text);
    return {
      severity: message.type?.toLowerCase() === "warning" ? "warning" : "error",
      text: [place ? `${place}: ${text}` : text, ...advice.map((line) => `    ${line}`)].join("\n"),
    };
  });
}

function placeOf(
  text: string,
  known: {
    document: ArchyDocument;
    addresses: ReadonlyMap<string, ArchyPath>;
    graph: FlowGraph | undefined;
    sidecar: Sidecar | undefined;
  },
): string | undefined {
  const path = pathIn(text, known);
  if (!path) return undefined;
  const node = nodeAt(known.graph, path);
  const entry = node === undefined ? undefined : known.sidecar?.nodes.find((candidate) => candidate.node === node);
  if (entry) return `${entry.file}:${entry.line}, node ${node}`;
  const { file, line } = known.document.locate(path);
  return node === undefined ? `${file}:${line}` : `${file}:${line}, node ${node}`;
}

/** The document path of the longest known address that the text names. */
function pathIn(
  text: string,
  known: { document: ArchyDocument; addresses: ReadonlyMap<string, ArchyPath> },
): ArchyPath | undefined {
  const start = text.indexOf(`/${known.document.flowType}`);
  if (start < 0) return undefined;
  const rest = text.slice(start);
  let best: string | undefined;
  for (const address of known.addresses.keys()) {
    if (rest.startsWith(address) && address.length > (best?.length ?? 0)) best = address;
  }
  return best === undefined ? undefined : known.addresses.get(best);
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

/** Lists whose items Archy addresses by refId. */
const addressedLists = new Set([
  "menus",
  "tasks",
  "states",
  "bots",
  "choices",
  "actions",
  "startUpTaskActions",
  "cases",
  "paths",
  "intents",
]);

/**
 * Archy address -> path in the document. An item without a refId is `_^_archy_<type>_<n>__`, n counting such items in
 * document order.
 */
function addressTable(document: ArchyDocument): ReadonlyMap<string, ArchyPath> {
  const table = new Map<string, ArchyPath>();
  let unnamed = 0;
  const visit = (value: ArchyValue | undefined, path: ArchyPath, address: string): void => {
    if (Array.isArray(value)) {
      const list = String(path.at(-1));
      for (const [index, item] of value.entries()) {
        const [type, body] = singleEntry(item) ?? [];
        if (type === undefined) {
          visit(item, [...path, index], `${address}[${index}]`);
          continue;
        }
        const refId = isMap(body) ? body["refId"] : undefined;
        const label =
          typeof refId === "string"
            ? refId
            : addressedLists.has(list)
              ? `_^_archy_${type}_${++unnamed}__`
              : String(index);
        const own = [...path, index, type];
        table.set(`${address}/${type}[${label}]`, own);
        visit(body, own, `${address}/${type}[${label}]`);
      }
    } else if (isMap(value)) {
      for (const [key, child] of Object.entries(value)) visit(child, [...path, key], `${address}/${key}`);
    }
  };
  const root = `/${document.flowType}`;
  table.set(root, [document.flowType]);
  visit(document.body, [document.flowType], root);
  return table;
}

function singleEntry(value: ArchyValue): [string, ArchyValue] | undefined {
  if (!isMap(value)) return undefined;
  const entries = Object.entries(value);
  return entries.length === 1 ? entries[0] : undefined;
}

function isMap(value: ArchyValue | undefined): value is { [key: string]: ArchyValue } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
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
async function readSidecar(documentPath: string | undefined): Promise<Sidecar | undefined> {
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
