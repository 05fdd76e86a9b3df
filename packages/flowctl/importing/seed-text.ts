import { mergedSeed } from "@genesys-flows/stand-in";
import { isMap, isSeq, parseDocument } from "yaml";
import { makeMaps, printed } from "../changing/yaml-text.ts";

/** A list of a seed, or the data actions of an integration. */
type Entries = readonly unknown[];

/** The text of a seed with the entries of another that it does not have; comments and everything else stay. */
export function withSeed(text: string, more: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(text);
  const before = (document.toJS() ?? {}) as Record<string, unknown>;
  const after = mergedSeed(before, more);
  let changed = false;
  const append = (path: readonly (string | number)[], entries: Entries) => {
    if (entries.length === 0) return;
    changed = true;
    if (!isSeq(document.getIn(path))) document.setIn(path, document.createNode([]));
    for (const entry of entries) document.addIn(path, document.createNode(plain(entry)));
  };
  makeMaps(document, []);
  for (const [list, entries] of Object.entries(after)) {
    if (!Array.isArray(entries)) continue;
    const known = listIn(before, list);
    append([list], entries.slice(known.length));
    if (list !== "integrations") continue;
    for (const [index, one] of known.entries()) {
      const own = listIn(one, "dataActions");
      const actions = listIn(entries[index], "dataActions").slice(own.length);
      if (actions.length > 0 && !isMap(document.getIn([list, index]))) continue;
      append([list, index, "dataActions"], actions);
    }
  }
  return changed ? printed(document, text) : text;
}

function listIn(value: unknown, key: string): Entries {
  const list = (value as Record<string, unknown> | null | undefined)?.[key];
  return Array.isArray(list) ? list : [];
}

/** An entry without its empty mappings. */
function plain(entry: unknown): unknown {
  if (Array.isArray(entry)) return entry.map(plain);
  if (typeof entry !== "object" || entry === null) return entry;
  const filled = Object.entries(entry).filter(
    ([, value]) => typeof value !== "object" || value === null || Object.keys(value).length > 0,
  );
  return Object.fromEntries(filled.map(([key, value]) => [key, plain(value)]));
}
