import type { ArchyValue } from "@genesys-flows/architect";
import { NotEditable, rewrite } from "@genesys-flows/architect/edit";
import { type Document, isMap, parseDocument, Scalar } from "yaml";

export interface EntryChange {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * The content of a YAML file with the given entries set. Comments, order and everything else are kept. Creates parent
 * mappings that are missing or empty.
 */
export function withEntries(text: string, changes: readonly EntryChange[]): string {
  if (changes.length === 0) return text;
  const document = parseDocument(text);
  for (const { path, value } of changes) {
    makeMaps(document, path.slice(0, -1));
    // A null that is not wrapped in a node would be printed as `? key`.
    document.setIn(path, value === null ? new Scalar(null) : typeof value === "string" ? textNode(value) : value);
  }
  return printed(document, text);
}

/**
 * Prints a changed document. Unchanged parts remain identical byte for byte, including indentation, quotes, comments
 * and
 * line breaks.
 */
export function printed(document: Document, before: string): string {
  const now = document.toJS() as ArchyValue;
  try {
    return rewrite(before, parseDocument(before).toJS() as ArchyValue, now, { inline: true });
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
  }
  // The same node occurs in two places, for example through an alias.
  return writtenAnew(document, before);
}

/** Prints a whole document again, with its comments and its original line breaks. */
export function writtenAnew(document: Document, before: string): string {
  const text = document.toString({
    lineWidth: 0,
    flowCollectionPadding: /[{[] \S/.test(before),
    nullStr: "",
  });
  return /^[^\n]*\r\n/.test(before) ? text.replaceAll(/\r?\n/g, "\r\n") : text;
}

/** Strings that a YAML 1.1 parser, such as Pulumi's, reads as a number, a time or a boolean. */
const OTHER_IN_YAML_1_1 = /^[-+.]?\d|^(?:y|n|yes|no|on|off|true|false|null|~)$/i;

/** A scalar that every YAML parser reads as a string. */
export function textNode(text: string): Scalar<string> {
  const node = new Scalar(text);
  if (OTHER_IN_YAML_1_1.test(text)) node.type = Scalar.QUOTE_DOUBLE;
  return node;
}

/** Removes an entry, and the parent mappings that become empty, except for the outermost. */
export function removeEntry(document: Document, path: readonly string[]): void {
  document.deleteIn(path);
  for (let above = path.slice(0, -1); above.length > 1; above = above.slice(0, -1)) {
    const around = document.getIn(above);
    if (!isMap(around) || around.items.length > 0) return;
    document.deleteIn(above);
  }
}

/** Creates the mappings on a path that are missing or empty. */
export function makeMaps(document: Document, path: readonly string[]): void {
  if (document.contents === null) document.contents = document.createNode({}) as unknown as typeof document.contents;
  for (let depth = 1; depth <= path.length; depth++) {
    const inner = path.slice(0, depth);
    if (!isMap(document.getIn(inner))) document.setIn(inner, document.createNode({}));
  }
}
