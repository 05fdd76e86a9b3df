import type { ArchyDocument, ArchyPath, ArchyValue } from "@genesys-flows/architect";
import type { JobState } from "./entities.ts";
import { type PlacedDocument, placeAt, placedDocument } from "./place.ts";

export interface ExplainedMessage {
  readonly severity: "error" | "warning";
  /** `flows/inbound/sales.yaml:12, node queue: no matches ('targetQueue' i '/inboundCall/...')` */
  readonly text: string;
}

/** Job messages with node, file and line of the place that they name (reference/archy.md, "References by name vs GUID"). */
export async function explainJobMessages(
  messages: NonNullable<JobState["messages"]>,
  source: { readonly document: ArchyDocument; readonly path: string | undefined },
): Promise<ExplainedMessage[]> {
  if (messages.length === 0) return [];
  const placed = await placedDocument(source);
  const addresses = addressTable(source.document);
  return messages.map((message) => {
    const text = message.text ?? "(no text)";
    const place = placeOf(text, { ...placed, addresses });
    const advice = (message.details ?? []).map((detail) => detail.errorMessage).filter((line) => line && line !== text);
    return {
      severity: message.type?.toLowerCase() === "warning" ? "warning" : "error",
      text: [place ? `${place}: ${text}` : text, ...advice.map((line) => `    ${line}`)].join("\n"),
    };
  });
}

function placeOf(
  text: string,
  known: PlacedDocument & { addresses: ReadonlyMap<string, ArchyPath> },
): string | undefined {
  const path = pathIn(text, known);
  return path && placeAt(path, known);
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
