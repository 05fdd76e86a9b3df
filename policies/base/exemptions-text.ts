import { type Document, isSeq, parseDocument, stringify } from "yaml";

/** An exemption to be written. */
export interface NewExemption {
  readonly rule: string;
  readonly flow: string;
  readonly node?: string | undefined;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** The text of `policies/exemptions.yaml` with more exemptions at its end. Comments, order and layout of the others stay. */
export function withExemptions(text: string, added: readonly NewExemption[]): string {
  const entries = added.map(({ node, ...rest }) => {
    const { rule, flow, ...others } = rest;
    return { rule, flow, ...(node !== undefined && { node }), ...others };
  });
  const document: Document = parseDocument(text);
  const list = document.contents;
  if (!isSeq(list) || list.items.length === 0) {
    // No entry: whatever the file has is a comment, or an empty list.
    const comments = isSeq(list) ? text.replace(/^\[\s*\]\s*$/m, "") : text;
    const before = comments.trim() === "" ? "" : `${comments.trimEnd()}\n`;
    return `${before}${stringify(entries, WHOLE_LINES)}`;
  }
  list.flow = false;
  for (const entry of entries) list.add(document.createNode(entry));
  return document.toString(WHOLE_LINES);
}

const WHOLE_LINES = { lineWidth: 0, indentSeq: false };
