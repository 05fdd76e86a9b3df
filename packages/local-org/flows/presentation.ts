import type { Directory, Entry } from "../directory.ts";
import type { JsonObject } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import { type Author, clientOf, userOf } from "./author.ts";
import type { DocumentSummary } from "./document/model.ts";
import { flowKindOf } from "./flow-kinds.ts";
import { type FlowRow, lockHolder } from "./flow-table.ts";
import { isSystemFlow } from "./system-flows.ts";
import type { Finding } from "./validation/findings.ts";
import { formatVersion, type VersionRow, versionOf } from "./version-table.ts";

type Scope = { readonly store: Store; readonly directory: Directory };

/**
 * A flow as the API shows it (reference/platform-api.md §6). `publishedBy` is a user: a client that acts for none is the
 * published version's `createdByClient`.
 */
export function presentFlow({ store, directory }: Scope, flow: FlowRow): JsonObject {
  const rows = new Map<number, VersionRow | undefined>();
  const versionRow = (number: number | null): VersionRow | undefined => {
    if (number === null) return undefined;
    if (!rows.has(number)) rows.set(number, versionOf(store, flow.id, number));
    return rows.get(number);
  };
  const shown = new Map<VersionRow, JsonObject>();
  const version = (row: VersionRow): JsonObject => {
    const known = shown.get(row) ?? presentVersion(flow, row);
    shown.set(row, known);
    return known;
  };
  const published = versionRow(flow.publishedVersion);
  const latest = versionRow(flow.savedVersion);
  const checkedIn = versionRow(flow.checkedInVersion);
  const publisher = published && userOf(JSON.parse(published.author) as Author);
  const holder = lockHolder(flow);
  const division = directory.get("division", flow.divisionId ?? "");
  return {
    id: flow.id,
    name: flow.name,
    ...(division ? { division: presentDivision(division) } : {}),
    ...(flow.description === null ? {} : { description: flow.description }),
    type: flowKindOf(flow.type).apiType,
    ...(holder?.user ? { lockedUser: userOf(holder) } : {}),
    ...(holder ? { lockedClient: clientOf(holder) } : {}),
    active: flow.active === 1,
    system: isSystemFlow(store, flow.id),
    deleted: flow.deleted === 1,
    ...(published ? { publishedVersion: version(published) } : {}),
    ...(publisher ? { publishedBy: publisher } : {}),
    ...(latest ? { savedVersion: version(latest) } : {}),
    ...(checkedIn ? { checkedInVersion: version(checkedIn) } : {}),
    ...(latest ? (JSON.parse(latest.summary) as DocumentSummary) : {}),
    selfUri: `/api/v2/flows/${flow.id}`,
  };
}

/** A version as the API shows it: `dateCreated`, `dateCheckedIn`, `dateSaved` in epoch milliseconds, `datePublished` as text. */
export function presentVersion(flow: FlowRow, row: VersionRow): JsonObject {
  const id = formatVersion(row.version);
  const author = JSON.parse(row.author) as Author;
  const user = userOf(author);
  const { compatibleFlowTypes, supportedLanguages } = JSON.parse(row.summary) as DocumentSummary;
  return {
    id,
    name: id,
    commitVersion: id,
    configurationVersion: id,
    type: row.kind,
    secure: flow.type === "secureCall",
    debug: false,
    ...(user ? { createdBy: user } : {}),
    createdByClient: clientOf(author),
    configurationUri: `/api/v2/flows/${flow.id}/versions/${id}/configuration`,
    dateCreated: row.savedAt,
    ...(row.checkedInAt === null ? {} : { dateCheckedIn: row.checkedInAt }),
    dateSaved: row.savedAt,
    ...(row.publishedAt === null ? {} : { datePublished: new Date(row.publishedAt).toISOString() }),
    supportedLanguages,
    ...(compatibleFlowTypes ? { compatibleFlowTypes } : {}),
    selfUri: `/api/v2/flows/${flow.id}/versions/${id}`,
  };
}

function presentDivision({ id, name }: Entry): JsonObject {
  return { id, name, selfUri: `/api/v2/authorization/divisions/${id}` };
}

/** `Operation` of the API: how an action on a flow or an outcome ended. Ours end before they answer. */
export function operation(
  store: Store,
  o: {
    action: "CHECKIN" | "PUBLISH" | "DELETE" | "UPDATE";
    author: Author;
    failure?: { code: string; findings: readonly Finding[] };
  },
): JsonObject {
  const user = userOf(o.author);
  return {
    id: store.newId(),
    complete: true,
    ...(user ? { user } : {}),
    client: clientOf(o.author),
    actionName: o.action,
    actionStatus: o.failure ? "FAILURE" : "SUCCESS",
    ...(o.failure
      ? {
          errorCode: o.failure.code,
          errorMessage: o.failure.findings.map((finding) => finding.text).join("\n"),
          errorDetails: o.failure.findings.map((finding) => ({ errorCode: finding.code, fieldName: finding.text })),
        }
      : {}),
  };
}
