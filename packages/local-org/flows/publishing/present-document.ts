import { type ArchyDocument, type ArchyReference, archyFromBody } from "@genesys-flows/architect";
import type { Directory } from "../../directory.ts";
import type { Store } from "../../store/store.ts";
import { type DependencyRow, dependenciesOf } from "../dependency-table.ts";
import { kindsByType } from "../document/reference-kinds.ts";
import { type PresentName, refreshNames } from "../export/present-names.ts";
import { archyType } from "../flow-kinds.ts";
import { type FlowRow, flowById } from "../flow-table.ts";
import { versionDocument } from "../version-table.ts";
import { dependencyTypes } from "./resolve.ts";

type Scope = { readonly store: Store; readonly directory: Directory };

/** The document of a version as the platform would show it now: what it uses under the names that they have by now. */
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

/** Undefined when it is gone. */
function nameNow({ store, directory }: Scope, { objectId, objectType }: DependencyRow): PresentName | undefined {
  const flow = flowById(store, objectId);
  if (flow) return flow.deleted ? undefined : { name: flow.name };
  const entry = directory.get(kindsByType.get(objectType) ?? "", objectId);
  return entry && { name: entry.name, ...(entry.integration === undefined ? {} : { category: entry.integration }) };
}

/** Names compare without regard to case. */
export function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
