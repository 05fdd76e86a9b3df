import { mergedSeed } from "@genesys-flows/stand-in";
import { isSeq, parseDocument, stringify } from "yaml";
import { makeMaps, printed } from "../changing/yaml-text.ts";

/** A list of a seed, or the data actions of an integration. */
type Entries = readonly unknown[];
type Path = readonly (string | number)[];

/** The text of a seed with the entries of another that it does not have; comments and everything else stay. */
export function withSeed(text: string, more: Readonly<Record<string, unknown>>): string {
  const before = (parseDocument(text).toJS() ?? {}) as Record<string, unknown>;
  let after = text;
  for (const [list, entries] of Object.entries(mergedSeed(before, more))) {
    if (!Array.isArray(entries)) continue;
    const known = listIn(before, list);
    if (list === "integrations") {
      for (const [index, one] of known.entries()) {
        const own = listIn(one, "dataActions");
        after = appended(after, [list, index, "dataActions"], listIn(entries[index], "dataActions").slice(own.length));
      }
    }
    after = appended(after, [list], entries.slice(known.length));
  }
  return after;
}

/** A text with entries at the end of a list: as lines of their own where the list has such, else the whole text is written anew. */
function appended(text: string, path: Path, entries: Entries): string {
  if (entries.length === 0) return text;
  const document = parseDocument(text);
  const list = document.getIn(path);
  const eol = /\r\n/.test(text) ? "\r\n" : "\n";
  const lines = stringify(entries.map(plain), { lineWidth: 0 }).trimEnd().split("\n");
  if (isSeq(list) && !list.flow && list.items.length > 0) {
    const [start = 0, end = 0] = list.range ?? [];
    const indent = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
    const at = lineEnd(text, end);
    const head = text.slice(0, at);
    return `${head}${head.endsWith("\n") ? "" : eol}${lines.map((line) => `${indent}${line}${eol}`).join("")}${text.slice(at)}`;
  }
  if (path.length === 1 && !document.hasIn(path)) {
    const gap = text === "" ? "" : text.endsWith("\n") ? eol : `${eol}${eol}`;
    return `${text}${gap}${String(path[0])}:${eol}${lines.map((line) => `  ${line}${eol}`).join("")}`;
  }
  makeMaps(document, []);
  if (!isSeq(document.getIn(path))) document.setIn(path, document.createNode([]));
  for (const entry of entries) document.addIn(path, document.createNode(plain(entry)));
  return printed(document, text);
}

/** The offset after the line that the last value of a list ends in; the range of a list may go on into comments after it. */
function lineEnd(text: string, end: number): number {
  const used = text.slice(0, end).trimEnd();
  const kept = used.replace(/(?:\r?\n[ \t]*(?:#[^\n]*)?)+$/, "");
  const at = text.indexOf("\n", kept.length);
  return at < 0 ? text.length : at + 1;
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
