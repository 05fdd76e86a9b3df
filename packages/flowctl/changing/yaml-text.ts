import type { ArchyValue } from "@genesys-flows/architect";
import { NotEditable, rewrite } from "@genesys-flows/architect/edit";
import { type Document, isMap, parseDocument, Scalar } from "yaml";

export interface EntryChange {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The text of a YAML file with entries set; comments, order and everything else stay. Absent and empty mappings above them are made. */
export function withEntries(text: string, changes: readonly EntryChange[]): string {
  if (changes.length === 0) return text;
  const document = parseDocument(text);
  for (const { path, value } of changes) {
    makeMaps(document, path.slice(0, -1));
    // A null that is no node is printed as `? key`.
    document.setIn(path, value === null ? new Scalar(null) : typeof value === "string" ? textNode(value) : value);
  }
  return printed(document, text);
}

/** The text of a changed document: what did not change stays byte for byte, with its indentation, quotes, comments and line breaks. */
export function printed(document: Document, before: string): string {
  const now = document.toJS() as ArchyValue;
  try {
    return rewrite(before, parseDocument(before).toJS() as ArchyValue, now, { inline: true });
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
  }
  // A text that says one thing in two places, such as by an alias.
  return writtenAnew(document, before);
}

/** The whole text of a document, with its comments, in the line breaks of the text before. */
export function writtenAnew(document: Document, before: string): string {
  const text = document.toString({
    lineWidth: 0,
    flowCollectionPadding: /[{[] \S/.test(before),
    nullStr: "",
  });
  return /^[^\n]*\r\n/.test(before) ? text.replaceAll(/\r?\n/g, "\r\n") : text;
}

/** Texts that a reader of YAML 1.1 takes for a number, a time or a truth value, as Pulumi's does. */
const OTHER_IN_YAML_1_1 = /^[-+.]?\d|^(?:y|n|yes|no|on|off|true|false|null|~)$/i;

/** A text that every reader of YAML reads as one. */
export function textNode(text: string): Scalar<string> {
  const node = new Scalar(text);
  if (OTHER_IN_YAML_1_1.test(text)) node.type = Scalar.QUOTE_DOUBLE;
  return node;
}

/** Removes an entry, and the mappings above it that are empty then, but for the outermost. */
export function removeEntry(document: Document, path: readonly string[]): void {
  document.deleteIn(path);
  for (let above = path.slice(0, -1); above.length > 1; above = above.slice(0, -1)) {
    const around = document.getIn(above);
    if (!isMap(around) || around.items.length > 0) return;
    document.deleteIn(above);
  }
}

/** Makes the mappings of a path, where they are absent or empty. */
export function makeMaps(document: Document, path: readonly string[]): void {
  if (document.contents === null) document.contents = document.createNode({}) as unknown as typeof document.contents;
  for (let depth = 1; depth <= path.length; depth++) {
    const inner = path.slice(0, depth);
    if (!isMap(document.getIn(inner))) document.setIn(inner, document.createNode({}));
  }
}
