import type { FlowType } from "@genesys-flows/architect";
import type { Store } from "../store/store.ts";

/** An object that a version of a flow uses. */
export interface DependencyRow {
  readonly objectId: string;
  /** Dependency-tracking type: `QUEUE`, `COMMONMODULEFLOW`, `DATAACTION`, ... */
  readonly objectType: string;
  readonly objectName: string;
  /** For an embedded flow: the version of the snapshot. */
  readonly objectVersion: number | null;
}

export interface ConsumerRow extends Pick<DependencyRow, "objectVersion"> {
  readonly flowId: string;
  readonly version: number;
}

export function insertDependencies(
  store: Store,
  flowId: string,
  version: number,
  dependencies: readonly DependencyRow[],
): void {
  for (const [position, { objectId, objectType, objectName, objectVersion }] of dependencies.entries())
    store.insert("flowDependencies", { flowId, version, position, objectId, objectType, objectName, objectVersion });
}

/** The dependencies of a version, in document order. */
export function dependenciesOf(store: Store, flowId: string, version: number): DependencyRow[] {
  return store.all<DependencyRow>(
    `SELECT objectId, objectType, objectName, objectVersion FROM flowDependencies
     WHERE flowId = ? AND version = ? ORDER BY position`,
    flowId,
    version,
  );
}

/** Every version of a flow that uses the object, except versions of deleted flows. */
export function consumersOf(store: Store, objectId: string): ConsumerRow[] {
  return store.all<ConsumerRow>(
    `SELECT d.flowId, d.version, d.objectVersion FROM flowDependencies d JOIN flows f ON f.id = d.flowId
     WHERE d.objectId = ? AND f.deleted = 0 ORDER BY f.nameKey, d.version`,
    objectId,
  );
}

/** A snapshot that the published version of a flow holds. */
export interface EmbeddedRow {
  readonly flowId: string;
  readonly objectId: string;
  readonly objectVersion: number;
}

/**
 * The snapshots in published versions: all of them, only those in one flow, or only those of one embedded flow. Sorted
 * by flow, then in document order.
 */
export function embeddedFlows(store: Store, { flowId, objectId }: Partial<EmbeddedRow> = {}): EmbeddedRow[] {
  const conditions = [
    "d.objectVersion IS NOT NULL AND f.deleted = 0",
    ...(flowId === undefined ? [] : ["d.flowId = ?"]),
    ...(objectId === undefined ? [] : ["d.objectId = ?"]),
  ];
  return store.all<EmbeddedRow>(
    `SELECT d.flowId, d.objectId, d.objectVersion FROM flows f
     JOIN flowDependencies d ON d.flowId = f.id AND d.version = f.publishedVersion
     WHERE ${conditions.join(" AND ")} ORDER BY d.flowId, d.position`,
    ...[flowId, objectId].filter((value) => value !== undefined),
  );
}

export interface UsingFlow {
  readonly id: string;
  readonly name: string;
  readonly type: FlowType;
}

/**
 * Other flows that use the object in their published or latest checked-in version, which is a reason to refuse its
 * deletion (reference/archy.md §c).
 */
export function flowsUsing(store: Store, objectId: string): UsingFlow[] {
  return store.all<UsingFlow>(
    `SELECT DISTINCT f.id, f.name, f.type FROM flowDependencies d JOIN flows f ON f.id = d.flowId
     WHERE d.objectId = ? AND f.deleted = 0 AND f.id <> d.objectId
       AND (d.version = f.publishedVersion OR d.version = f.checkedInVersion)
     ORDER BY f.nameKey`,
    objectId,
  );
}
