import { type ArchyDocument, type ArchyReference, archyFromBody, references } from "@genesys-flows/architect";
import type { Scope } from "../../service.ts";
import { type DependencyRow, dependenciesOf } from "../dependency-table.ts";
import { isMap, valueAt } from "../document/model.ts";
import { kindsByType } from "../document/reference-kinds.ts";
import { archyType } from "../flow-kinds.ts";
import { type FlowRow, flowById } from "../flow-table.ts";
import { dependencyTypes } from "../validation/resolve.ts";
import { versionDocument } from "../version-table.ts";

/** The current name of an object that has a different name in a document. */
interface PresentName {
  readonly name: string;
  /** For a data action: its integration. */
  readonly category?: string;
}

/**
 * The document of a version as the platform would currently show it, with the current names of the objects that it
 * uses.
 */
export function presentDocument(scope: Scope, flow: FlowRow, version: number): ArchyDocument {
  const stored = versionDocument(scope.store, flow, version);
  const held = dependenciesOf(scope.store, flow.id, version);
  if (held.length === 0) return stored;
  const copy = archyFromBody(archyType(flow.type), structuredClone(stored.body), { file: stored.file });
  refreshNames(copy, (reference) => presentName(scope, copy, reference, held));
  return archyFromBody(archyType(flow.type), copy.body, { file: stored.file });
}

function presentName(
  scope: Scope,
  document: ArchyDocument,
  reference: ArchyReference,
  held: readonly DependencyRow[],
): PresentName | undefined {
  const types = dependencyTypes(document, reference);
  const named = held.filter(
    ({ objectType, objectName }) => types.includes(objectType) && sameName(objectName, reference.name),
  );
  const present = named.map((dependency) => nameNow(scope, dependency)).filter((entry) => entry !== undefined);
  if (present.length < 2) return present[0];
  return present.find(({ category }) => category !== undefined && sameName(category, reference.category ?? ""));
}

/** The current name of an object; undefined if the object was deleted. */
function nameNow({ store, directory }: Scope, { objectId, objectType }: DependencyRow): PresentName | undefined {
  const flow = flowById(store, objectId);
  if (flow) return flow.deleted ? undefined : { name: flow.name };
  const entry = directory.get(kindsByType.get(objectType) ?? "", objectId);
  return entry && { name: entry.name, ...(entry.integration === undefined ? {} : { category: entry.integration }) };
}

/** Compares names, ignoring case. */
export function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/**
 * Updates the names of the objects in a document: the platform stores ids and writes the current names when it exports
 * (reference/archy.md, "References by name vs GUID"). Names in expressions are text and do not change. Changes the
 * document's body, which must be the caller's own copy.
 */
function refreshNames(
  document: ArchyDocument,
  presentName: (reference: ArchyReference) => PresentName | undefined,
): void {
  for (const reference of references(document)) {
    const present = reference.lookup ? undefined : presentName(reference);
    if (present) rename(document, reference, present);
  }
}

/**
 * Renames a reference. The name is a key of a mapping, or the value of a property, which begins with `Prompt.` for a
 * prompt.
 */
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

/** Renames a key without changing the order of the keys. */
function renameKey(map: Record<string, unknown>, from: string, to: string): void {
  if (from === to || !Object.hasOwn(map, from)) return;
  const entries = Object.entries(map).map(([key, value]) => [key === from ? to : key, value] as const);
  for (const key of Object.keys(map)) delete map[key];
  Object.assign(map, Object.fromEntries(entries));
}
