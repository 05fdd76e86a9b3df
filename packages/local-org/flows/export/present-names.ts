import { type ArchyDocument, type ArchyReference, references } from "@genesys-flows/architect";
import { isMap, valueAt } from "../document/model.ts";

/** What an object is called by now, when a document calls it otherwise. */
export interface PresentName {
  readonly name: string;
  /** Of a data action: its integration. */
  readonly category?: string;
}

/**
 * Calls what the document refers to by its present name: the platform keeps ids, and writes the names at export
 * (reference/archy.md, "References by name vs GUID"). Names inside expressions are text and stay. Changes the document's
 * body, which must be the caller's own copy.
 */
export function refreshNames(
  document: ArchyDocument,
  presentName: (reference: ArchyReference) => PresentName | undefined,
): void {
  for (const reference of references(document)) {
    const present = reference.lookup ? undefined : presentName(reference);
    if (present) rename(document, reference, present);
  }
}

/** A name is a key of a map, or the value of a property, there with `Prompt.` before it. */
function rename(document: ArchyDocument, { path, name, category }: ArchyReference, present: PresentName): void {
  const key = path.at(-1) as string;
  const owner = valueAt(document.body, path.slice(0, -1));
  const value = valueAt(document.body, path);
  if (!isMap(owner)) return;
  if (typeof value === "string") {
    if (key !== "exp" && value.endsWith(name)) owner[key] = value.slice(0, value.length - name.length) + present.name;
    return;
  }
  renameKey(owner, name, present.name);
  const integrations = valueAt(document.body, path.slice(0, -3));
  if (category !== undefined && present.category !== undefined && isMap(integrations))
    renameKey(integrations, category, present.category);
}

/** Keeps the order of the keys. */
function renameKey(map: Record<string, unknown>, from: string, to: string): void {
  if (from === to || !Object.hasOwn(map, from)) return;
  const entries = Object.entries(map).map(([key, value]) => [key === from ? to : key, value] as const);
  for (const key of Object.keys(map)) delete map[key];
  Object.assign(map, Object.fromEntries(entries));
}
