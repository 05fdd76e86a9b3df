import { mergedSeed } from "@genesys-flows/stand-in";
import { parseDocument } from "yaml";
import { printed } from "../changing/yaml-text.ts";

type Data = Readonly<Record<string, unknown>>;

/** The text of a seed with the entries of another that it does not have; comments and everything else stay. */
export function withSeed(text: string, more: Data): string {
  const document = parseDocument(text);
  const before = (document.toJS() ?? {}) as Data;
  document.contents ??= document.createNode({}) as unknown as typeof document.contents;
  for (const [list, entries] of Object.entries(mergedSeed(before, more))) {
    const known = listIn(before, list);
    const all = Array.isArray(entries) ? entries.map((entry, index) => written(entry, known[index])) : [];
    if (JSON.stringify(all) !== JSON.stringify(known)) document.set(list, document.createNode(all));
  }
  return printed(document, text);
}

/** An entry of which the seed may have a part: new data actions come after those of their integration. */
function written(entry: unknown, known: unknown): unknown {
  if (known === undefined) return plain(entry);
  const own = listIn(known, "dataActions");
  const more = listIn(entry, "dataActions").slice(own.length);
  return more.length === 0 ? known : { ...(known as Data), dataActions: [...own, ...more.map(plain)] };
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = (value as Data | null | undefined)?.[key];
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
