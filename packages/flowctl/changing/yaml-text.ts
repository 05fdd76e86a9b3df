import { type Document, isMap, parseDocument } from "yaml";

/** A change of one entry of a YAML text. */
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
    document.setIn(path, value);
  }
  return document.toString({ lineWidth: 0 });
}

/** Makes the mappings of a path, where they are absent or empty. */
export function makeMaps(document: Document, path: readonly string[]): void {
  if (document.contents === null) document.contents = document.createNode({}) as unknown as typeof document.contents;
  for (let depth = 1; depth <= path.length; depth++) {
    const inner = path.slice(0, depth);
    if (!isMap(document.getIn(inner))) document.setIn(inner, document.createNode({}));
  }
}
