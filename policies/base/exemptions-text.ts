import { type Document, isSeq, parseDocument, stringify, type YAMLSeq } from "yaml";
import type { Exemption } from "../gate/exemptions.ts";

/** The text of `policies/exemptions.yaml` with more exemptions at its end. Comments, order and layout of the others stay. */
export function withExemptions(text: string, added: readonly Omit<Exemption, "location">[]): string {
  const entries = added.map(({ rule, flow, node, reason, owner, expires }) => ({
    ...{ rule, flow, ...(node !== undefined && { node }), reason, owner, expires },
  }));
  const eol = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
  const written = stringify(entries, LAYOUT).replaceAll("\n", eol);
  const document: Document = parseDocument(text);
  const list = document.contents;
  if (!isSeq(list)) return after(text, written, eol);
  if (list.items.length === 0) return after(text.replace(/^\[\s*\]\s*$/m, ""), written, eol);
  if (!list.flow && !/^\.\.\.\s*$/m.test(text)) return after(text, indented(written, columnOf(list, text)), eol);
  // A list in brackets, or a text after the document: the whole text is written anew.
  list.flow = false;
  for (const entry of entries) list.add(document.createNode(entry));
  return document.toString(LAYOUT).replaceAll(/\r?\n/g, eol);
}

const LAYOUT = { lineWidth: 0, indentSeq: false };

function after(text: string, written: string, eol: string): string {
  return text.trim() === "" ? written : `${text.trimEnd()}${eol}${written}`;
}

function columnOf({ range }: YAMLSeq, text: string): number {
  const start = range?.[0] ?? 0;
  return start - (text.lastIndexOf("\n", start - 1) + 1);
}

function indented(text: string, column: number): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(column));
}
