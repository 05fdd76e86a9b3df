import { type ArchyDocument, type ArchyMap, archyFromBody } from "@genesys-flows/architect";
import { ApiError } from "../http/api-error.ts";
import type { Store } from "../store/store.ts";
import type { Deed } from "./author.ts";
import { summarise } from "./document/model.ts";
import { archyType } from "./flow-kinds.ts";
import type { FlowRow } from "./flow-table.ts";

/**
 * One version of a flow. Its model never changes. Saving again while the flow is checked out replaces the saved
 * version.
 */
export interface VersionRow {
  readonly flowId: string;
  readonly version: number;
  readonly kind: "PUBLISH" | "CHECKIN" | "SAVE";
  readonly name: string;
  readonly description: string | null;
  /** JSON of a `DocumentSummary`. */
  readonly summary: string;
  /** JSON of an `Author`. */
  readonly author: string;
  /** Epoch milliseconds. */
  readonly savedAt: number;
  readonly checkedInAt: number | null;
  readonly publishedAt: number | null;
}

const COLUMNS = "flowId, version, kind, name, description, summary, author, savedAt, checkedInAt, publishedAt";

export function versionOf(store: Store, flowId: string, version: number | null): VersionRow | undefined {
  if (version === null) return undefined;
  return store.get<VersionRow>(`SELECT ${COLUMNS} FROM flowVersions WHERE flowId = ? AND version = ?`, flowId, version);
}

/** The versions of a flow, newest first. */
export function versionsOf(store: Store, flowId: string): VersionRow[] {
  return store.all<VersionRow>(`SELECT ${COLUMNS} FROM flowVersions WHERE flowId = ? ORDER BY version DESC`, flowId);
}

/** `"3.0"` or `"3"` -> 3; undefined for anything else. */
export function parseVersion(text: string): number | undefined {
  const match = /^(\d+)(\.0)?$/.exec(text);
  return match ? Number(match[1]) : undefined;
}

export function formatVersion(version: number): string {
  return `${version}.0`;
}

/**
 * The version that a client requests: `3.0`, `3`, `published` or `latest` (the last saved version).
 * @throws ApiError 404 `architect.flow.version.missing`
 */
export function requireVersion(store: Store, flow: FlowRow, text: string): VersionRow {
  const word = text.toLowerCase();
  let number: number | null | undefined = parseVersion(text);
  if (word === "published") number = flow.publishedVersion;
  if (word === "latest") number = flow.savedVersion;
  const row = versionOf(store, flow.id, number ?? null);
  if (row) return row;
  throw new ApiError(404, "architect.flow.version.missing", "Specified flow version is missing.");
}

/** Adds the next version of a flow; returns its number. The caller updates the flow's own pointers. */
export function insertVersion(
  store: Store,
  flowId: string,
  { kind, document, author, now }: Deed & Pick<VersionRow, "kind"> & { document: ArchyDocument },
): number {
  const sql = "SELECT max(version) AS last FROM flowVersions WHERE flowId = ?";
  const version = (store.get<{ last: number | null }>(sql, flowId)?.last ?? 0) + 1;
  store.insert("flowVersions", {
    flowId,
    version,
    kind,
    name: document.name,
    description: descriptionOf(document),
    summary: JSON.stringify(summarise(document)),
    author: JSON.stringify(author),
    savedAt: now,
    checkedInAt: kind === "SAVE" ? null : now,
    publishedAt: kind === "PUBLISH" ? now : null,
    body: JSON.stringify(document.body),
  });
  return version;
}

/** The document in a version, with the flow's current name and, for the latest version, its current description. */
export function versionDocument(store: Store, flow: FlowRow, version: number): ArchyDocument {
  const row = store.get<{ body: string }>(
    "SELECT body FROM flowVersions WHERE flowId = ? AND version = ?",
    flow.id,
    version,
  );
  const body = JSON.parse(row?.body ?? "{}") as ArchyMap;
  if (version === flow.savedVersion && flow.description !== null) body["description"] = flow.description;
  return archyFromBody(
    archyType(flow.type),
    { ...body, name: flow.name },
    { file: `${flow.name} version ${formatVersion(version)}` },
  );
}

export function descriptionOf(document: ArchyDocument): string | undefined {
  const description = document.body["description"];
  return typeof description === "string" ? description : undefined;
}
