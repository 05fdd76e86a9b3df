import type { Directory, Entry } from "../directory.ts";
import { consumersOf, type DependencyRow, dependenciesOf } from "../flows/dependency-table.ts";
import { kindsByType } from "../flows/document/reference-kinds.ts";
import { flowKindOf } from "../flows/flow-kinds.ts";
import { type FlowRow, flowById } from "../flows/flow-table.ts";
import { formatVersion, type VersionRow, versionOf } from "../flows/version-table.ts";
import type { JsonObject } from "../http/route.ts";
import { own } from "../own.ts";
import type { Scope } from "../service.ts";
import { type IndexScope, indexedAt } from "./build.ts";

export interface TrackingScope extends Scope, IndexScope {}

/** Directory kinds of objects other than flows, by tracked type. */
const KINDS: Readonly<Record<string, string>> = Object.fromEntries(kindsByType);

/** The objects that one version of a flow uses, as `Dependency` entries; empty while the index lags behind. */
export function consumed(scope: TrackingScope, flow: FlowRow, version: number): JsonObject[] {
  const { store } = scope;
  if (!indexedAt(scope)(() => committedAt(versionOf(store, flow.id, version)))) return [];
  return dependenciesOf(store, flow.id, version).map((row) => dependency(scope, row));
}

function committedAt(version: VersionRow | undefined): number {
  return version?.publishedAt ?? version?.checkedInAt ?? version?.savedAt ?? 0;
}

/** An object that a version currently uses: its kind in the directory and, unless it was deleted, its entry. */
export function usedObject(
  { store, directory }: Scope,
  { objectId, objectType }: DependencyRow,
): { readonly kind: string; readonly present: Entry | undefined } {
  const kind = flowById(store, objectId) ? "flow" : (own(KINDS, objectType) ?? "");
  return { kind, present: directory.get(kind, objectId) };
}

/**
 * The entry for an object that a version uses. The entry for an embedded flow has the version that was embedded, and
 * `updated` if a newer version is published. The entry for a deleted object has `deleted` (reference/platform-api.md
 * §5).
 */
function dependency(scope: Scope, row: DependencyRow): JsonObject {
  const { present } = usedObject(scope, row);
  const published = flowById(scope.store, row.objectId)?.publishedVersion ?? 0;
  const updated = row.objectVersion !== null && published > row.objectVersion;
  return {
    id: row.objectId,
    name: present?.name ?? row.objectName,
    ...(row.objectVersion === null ? {} : { version: formatVersion(row.objectVersion) }),
    type: row.objectType,
    deleted: present === undefined,
    updated,
    stateUnknown: false,
  };
}

export interface ConsumerFilter {
  /** Limits the consumers to those that hold this version of the consumed object. */
  readonly version?: number;
  /** Limits the versions of the consumers to `published` or `checkedIn`. */
  readonly flowFilter?: "published" | "checkedin";
}

/**
 * The consumers of an object, with one entry per consumer and version. The consumers of an embedded flow are recorded
 * for the version that they hold (reference/archy.md §c).
 */
export function consuming(
  scope: TrackingScope,
  objectId: string,
  { version, flowFilter }: ConsumerFilter,
): JsonObject[] {
  const { store } = scope;
  const isIndexed = indexedAt(scope);
  const flows = consumersOf(store, objectId)
    .filter((row) => isIndexed(() => committedAt(versionOf(store, row.flowId, row.version))))
    .filter((row) => version === undefined || row.objectVersion === null || row.objectVersion === version)
    .flatMap((row) => {
      const flow = flowById(store, row.flowId) as FlowRow;
      if (flowFilter === "published" && flow.publishedVersion !== row.version) return [];
      if (flowFilter === "checkedin" && flow.checkedInVersion !== row.version) return [];
      return [flowEntry(flow, row.version)];
    });
  const others = usersElsewhere(scope, objectId);
  return [...flows, ...others].map((entry) => ({ ...entry, ...UNCHANGED }));
}

/** Flags of an object that exists and is up to date. */
export const UNCHANGED = { deleted: false, updated: false, stateUnknown: false } as const;

/** A version of a flow as a `Dependency`. */
export function flowEntry({ id, name, type }: FlowRow, version: number): JsonObject {
  return { id, name, version: formatVersion(version), type: flowKindOf(type).dependencyType };
}

/** Users other than flows, such as IVR configurations. */
function usersElsewhere({ store, directory }: TrackingScope, objectId: string): readonly JsonObject[] {
  const kind = flowById(store, objectId) ? "flow" : kindOf(directory, objectId);
  if (kind === undefined) return [];
  const users = directory.usages(kind, objectId).filter((user) => !flowById(store, user.id));
  return users.map(({ id, name, type }) => ({ id, name, type }));
}

function kindOf(directory: Directory, id: string): string | undefined {
  return Object.values(KINDS).find((kind) => directory.get(kind, id));
}

export interface TrackedObject {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly flow?: FlowRow;
}

/** Objects of any tracked type with a given name, flows first. */
export function trackedObjectsNamed({ store, directory }: TrackingScope, name: string): TrackedObject[] {
  const flows = directory.named("flow", name).flatMap(({ id }) => {
    const flow = flowById(store, id);
    return flow ? [{ id, name: flow.name, type: flowKindOf(flow.type).dependencyType, flow }] : [];
  });
  const others = Object.entries(KINDS).flatMap(([type, kind]) =>
    directory.named(kind, name).map((entry) => ({ id: entry.id, name: entry.name, type })),
  );
  return [...flows, ...others];
}

/** An object of any tracked type by its id; undefined if it does not exist or was deleted. */
export function trackedObject({ store, directory }: TrackingScope, id: string): TrackedObject | undefined {
  const flow = flowById(store, id);
  if (flow) return flow.deleted ? undefined : { id, name: flow.name, type: flowKindOf(flow.type).dependencyType, flow };
  for (const [type, kind] of Object.entries(KINDS)) {
    const found = directory.get(kind, id);
    if (found) return { id, name: found.name, type };
  }
  return undefined;
}
