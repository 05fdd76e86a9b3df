import type { Entry } from "../directory.ts";
import { type Context, type JsonObject, momentOf } from "../http/route.ts";
import type { Scope } from "../service.ts";
import type { Store } from "../store/store.ts";
import { type Author, clientOf, doneBy, userOf } from "./author.ts";
import type { DocumentSummary } from "./document/model.ts";
import { flowKindOf } from "./flow-kinds.ts";
import { type FlowRow, flowById, lockHolder } from "./flow-table.ts";
import { isSystemFlow } from "./system-flows.ts";
import type { Finding } from "./validation/findings.ts";
import { formatVersion, type VersionRow, versionOf } from "./version-table.ts";

/**
 * A flow as the API shows it (reference/platform-api.md §6). `publishedBy` is a user; a client without a user is shown
 * as the published version's `createdByClient`.
 */
export function presentFlow({ store, directory }: Scope, flow: FlowRow): JsonObject {
  const numbers = new Set([flow.publishedVersion, flow.savedVersion, flow.checkedInVersion]);
  const rows = new Map([...numbers].map((number) => [number, versionOf(store, flow.id, number)]));
  const shown = new Map([...rows].map(([number, row]) => [number, row && presentVersion(flow, row)]));
  const published = rows.get(flow.publishedVersion);
  const latest = rows.get(flow.savedVersion);
  const holder = lockHolder(flow);
  const division = directory.get("division", flow.divisionId ?? "");
  return {
    id: flow.id,
    name: flow.name,
    division: division && presentDivision(division),
    description: flow.description ?? undefined,
    type: flowKindOf(flow.type).apiType,
    lockedUser: holder && userOf(holder),
    lockedClient: holder && clientOf(holder),
    active: flow.active === 1,
    system: isSystemFlow(store, flow.id),
    deleted: flow.deleted === 1,
    publishedVersion: shown.get(flow.publishedVersion),
    publishedBy: published && userOf(JSON.parse(published.author)),
    savedVersion: shown.get(flow.savedVersion),
    checkedInVersion: shown.get(flow.checkedInVersion),
    ...(latest ? (JSON.parse(latest.summary) as DocumentSummary) : {}),
    selfUri: `/api/v2/flows/${flow.id}`,
  };
}

/**
 * A version as the API shows it: `dateCreated`, `dateCheckedIn`, `dateSaved` in epoch milliseconds, `datePublished` as
 * ISO text.
 */
export function presentVersion(flow: FlowRow, row: VersionRow): JsonObject {
  const id = formatVersion(row.version);
  const author = JSON.parse(row.author) as Author;
  const { compatibleFlowTypes, supportedLanguages } = JSON.parse(row.summary) as DocumentSummary;
  return {
    id,
    name: id,
    commitVersion: id,
    configurationVersion: id,
    type: row.kind,
    secure: flow.type === "secureCall",
    debug: false,
    createdBy: userOf(author),
    createdByClient: clientOf(author),
    configurationUri: `/api/v2/flows/${flow.id}/versions/${id}/configuration`,
    dateCreated: row.savedAt,
    dateCheckedIn: row.checkedInAt ?? undefined,
    dateSaved: row.savedAt,
    datePublished: row.publishedAt === null ? undefined : new Date(row.publishedAt).toISOString(),
    supportedLanguages,
    compatibleFlowTypes,
    selfUri: `/api/v2/flows/${flow.id}/versions/${id}`,
  };
}

function presentDivision({ id, name }: Entry): JsonObject {
  return { id, name, selfUri: `/api/v2/authorization/divisions/${id}` };
}

/**
 * `Operation` of the API: the result of an action on a flow or an outcome. Here, an operation ends before the response.
 */
export function operation(
  store: Store,
  o: {
    action: "CHECKIN" | "PUBLISH" | "DELETE" | "UPDATE";
    author: Author;
    failure?: { code: string; findings: readonly Finding[] };
  },
): JsonObject {
  const { failure } = o;
  return {
    id: store.newId(),
    complete: true,
    ...doneBy(o.author),
    actionName: o.action,
    actionStatus: failure ? "FAILURE" : "SUCCESS",
    errorCode: failure?.code,
    errorMessage: failure?.findings.map(({ text }) => text).join("\n"),
    errorDetails: failure?.findings.map(({ code, text }) => ({ errorCode: code, fieldName: text })),
  };
}

interface Kept {
  readonly flow: FlowRow;
  /** The JSON of the flow, and the division's name in the JSON. */
  shown?: { readonly division: string | undefined; readonly json: Buffer };
}

/**
 * Cache of flows and their JSON, so that a listing recreates only changed flows. A flow's mark shows whether the flow
 * changed. The mark is read from the store each time, because another process may have changed the flow.
 */
class KeptFlows {
  readonly #kept = new Map<string, Kept>();

  /** All flows, including deleted ones, by id. */
  all(store: Store): FlowRow[] {
    const marks = store.all<Pick<FlowRow, "id" | "mark">>("SELECT id, mark FROM flows ORDER BY id");
    if (this.#kept.size > marks.length) this.#kept.clear();
    return marks.map(({ id, mark }) => {
      const kept = this.#kept.get(id);
      return kept?.flow.mark === mark ? kept.flow : this.#keep(flowById(store, id) as FlowRow).flow;
    });
  }

  /** Each flow as the API shows it (`presentFlow`), as JSON. */
  json(scope: Scope, flows: readonly FlowRow[]): Buffer[] {
    const names = new Map<string | null, string | undefined>();
    const divisionOf = ({ divisionId: id }: FlowRow): string | undefined => {
      if (!names.has(id)) names.set(id, scope.directory.get("division", id ?? "")?.name);
      return names.get(id);
    };
    return flows.map((flow) => {
      const known = this.#kept.get(flow.id);
      const kept = known?.flow.mark === flow.mark ? known : this.#keep(flow);
      const division = divisionOf(flow);
      if (!kept.shown || kept.shown.division !== division) {
        kept.shown = { division, json: Buffer.from(JSON.stringify(presentFlow(scope, flow))) };
      }
      return kept.shown.json;
    });
  }

  #keep(flow: FlowRow): Kept {
    const kept = { flow };
    this.#kept.set(flow.id, kept);
    return kept;
  }
}

const byStore = new WeakMap<Store, KeptFlows>();

export function keptFlows(store: Store): KeptFlows {
  const kept = byStore.get(store) ?? new KeptFlows();
  byStore.set(store, kept);
  return kept;
}

/** Each flow as the API shows it, as JSON. Flows from a past time do not change the cache. */
export function writtenFlows(context: Context, flows: readonly FlowRow[]): Buffer[] {
  if (momentOf(context) === undefined) return keptFlows(context.store).json(context, flows);
  return flows.map((flow) => Buffer.from(JSON.stringify(presentFlow(context, flow))));
}
