import { type Author, clientOf, userOf } from "../../flows/author.ts";
import { formatVersion } from "../../flows/version-table.ts";
import { type ApiError, badRequest, conflict, invalidValueText, notFound } from "../../http/api-error.ts";
import { bodyObject, countIn } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { cursorAt, positionOf } from "../../http/page.ts";
import type { Context, JsonObject, Reply } from "../../http/route.ts";
import { own } from "../../own.ts";
import type { Service } from "../../service.ts";
import { type AuditRow, auditById, auditMigrations, auditsIn, auditsOf } from "./audit-table.ts";
import { auditedType, serviceMapping } from "./entity-types.ts";

/** The filters of a query (`AuditQueryFilter` of the vendor's SDK), which ignore case. */
const FILTERS: Readonly<Record<string, (row: AuditRow, author: Author) => string | undefined>> = {
  UserId: (_, { user }) => user?.id,
  ClientId: (_, { client }) => client.id,
  Action: ({ action }) => action,
  EntityType: ({ kind }) => auditedType(kind).entityType,
  EntityId: ({ entityId }) => entityId,
  TrustorOrgId: () => undefined,
};

/** Entries that a query selects, newest first unless the query sorts by `Timestamp` in ascending order. */
function selected({ store }: Pick<Context, "store">, body: JsonObject): AuditRow[] {
  const wanted = listOf(body["filters"]).map(({ property, value }) => {
    const name = Object.keys(FILTERS).find((known) => known.toLowerCase() === String(property).toLowerCase());
    if (name === undefined) throw invalidValue("property", property, Object.keys(FILTERS));
    return { of: FILTERS[name] as (typeof FILTERS)[string], value: String(value).toLowerCase() };
  });
  const sort = listOf(body["sort"]);
  for (const { name, sortOrder } of sort) {
    if (String(name).toLowerCase() !== "timestamp") throw invalidValue("name", name, ["Timestamp"]);
    if (!/^(asc|desc)(ending)?$/i.test(String(sortOrder ?? "desc")))
      throw invalidValue("sortOrder", sortOrder, ["ascending", "descending"]);
  }
  const service = body["serviceName"];
  const named = typeof service === "string" && service !== "" ? service.toLowerCase() : undefined;
  if (named !== undefined && !serviceMapping().some(({ name }) => name.toLowerCase() === named)) {
    const services = serviceMapping().map(({ name }) => name);
    throw invalidValue("serviceName", service, services);
  }
  const rows = auditsIn(store, intervalOf(body["interval"])).filter((row) => {
    const author = JSON.parse(row.author) as Author;
    return (
      (named === undefined || auditedType(row.kind).service.toLowerCase() === named) &&
      wanted.every(({ of, value }) => of(row, author)?.toLowerCase() === value)
    );
  });
  return /^asc/i.test(String(sort[0]?.["sortOrder"] ?? "")) ? rows : rows.reverse();
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.map((entry) => bodyObject(entry)) : [];
}

function invalidValue(field: string, value: unknown, allowed: readonly string[]): ApiError {
  const details = [{ errorCode: "invalid.value", fieldName: field }];
  return badRequest(invalidValueText(field, value, allowed), "invalid.value", details);
}

/** Parses `<start>/<end>` in ISO 8601. @throws ApiError 400 */
function intervalOf(interval: unknown): { from: number; to: number } {
  const parts = String(interval ?? "").split("/");
  const [from = Number.NaN, to = Number.NaN] = parts.map((part) => Date.parse(part));
  if (parts.length === 2 && from < to) return { from, to };
  throw badRequest(
    `'${String(interval ?? "")}' is not an interval. Write two times separated by a slash, such as 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z.`,
    interval === undefined || interval === null || interval === "" ? "required.field.missing" : "bad.request",
    [{ errorCode: "invalid.value", fieldName: "interval" }],
  );
}

/** `AuditLogMessage` of the vendor's SDK. */
function present(context: Context, row: AuditRow): JsonObject {
  const author = JSON.parse(row.author) as Author;
  const { service, entityType } = auditedType(row.kind);
  const user = userOf(author);
  const client = clientOf(author);
  const withName = context.query.all("expand").includes("user");
  return {
    id: row.id,
    userHomeOrgId: context.config.organisationId,
    ...(user && { user: { id: user["id"], ...(withName && { name: user["name"] }), selfUri: user["selfUri"] } }),
    client: { id: client["id"], selfUri: client["selfUri"] },
    remoteIp: ["127.0.0.1"],
    serviceName: service,
    level: author.client.id === "system" ? "SYSTEM" : "USER",
    eventDate: new Date(row.at).toISOString(),
    action: row.action,
    entity: { id: row.entityId, name: row.entityName },
    entityType,
    status: "SUCCESS",
    application: "",
    initiatingAction: row.request === null ? {} : { transactionId: row.request },
    transactionInitiator: row.request !== null,
    propertyChanges: changes(row),
    context: row.version === null ? {} : { version: formatVersion(row.version) },
    entityChanges: [],
  };
}

/** The changed properties, each with its values as strings. */
function changes(row: AuditRow): JsonObject[] {
  const [before, after] = [row.before, row.after].map((json) => JSON.parse(json ?? "{}") as JsonObject);
  const names = [...new Set([...Object.keys(before as JsonObject), ...Object.keys(after as JsonObject)])];
  return names.flatMap((property) => {
    const [oldValues, newValues] = [before, after].map((state) => texts(own(state as JsonObject, property)));
    return JSON.stringify(oldValues) === JSON.stringify(newValues) ? [] : [{ property, oldValues, newValues }];
  });
}

function texts(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
}

function realtime(context: Context): Reply {
  const body = bodyObject(context.body);
  const pageSize = countIn(body, "pageSize", 25);
  const pageNumber = countIn(body, "pageNumber", 1);
  const rows = selected(context, body);
  const shown = rows.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
  return {
    body: {
      entities: shown.map((row) => present(context, row)),
      ...{ pageSize, pageNumber, total: rows.length, pageCount: Math.ceil(rows.length / pageSize) },
    },
  };
}

/** All entries of the request that made an entry, including the entry itself. */
function related(context: Context): Reply {
  const body = bodyObject(context.body);
  const row = auditById(context.store, String(body["auditId"] ?? ""));
  if (!row) throw notFound("The audit was not found.", "not.found");
  const rows = row.request === null ? [row] : auditsOf(context.store, row.request);
  return { body: { entities: rows.map((one) => present(context, one)) } };
}

interface AuditQuery {
  readonly id: string;
  readonly at: number;
  /** JSON of the body. */
  readonly request: string;
}

/** Registers a query. An invalid query is refused immediately. */
function register(context: Context): Reply {
  const { store, clock } = context;
  const body = bodyObject(context.body);
  selected(context, body);
  const id = store.newId();
  store.insert("audit_query", { id, at: clock.now(), request: JSON.stringify(body) });
  return { body: state(context, queryOf(context, id)) };
}

function queryOf({ store, params }: Context, id = params["transactionId"] ?? ""): AuditQuery {
  const query = store.get<AuditQuery>("SELECT id, at, request FROM audit_query WHERE id = ?", id);
  if (query) return query;
  throw notFound("The audit query was not found.", "not.found");
}

function isOver({ clock, config }: Context, { at }: AuditQuery): boolean {
  return clock.now() >= at + config.jobDurationMs;
}

function state(context: Context, query: AuditQuery): JsonObject {
  return {
    ...(JSON.parse(query.request) as JsonObject),
    id: query.id,
    state: isOver(context, query) ? "Succeeded" : "Running",
    startDate: new Date(query.at).toISOString(),
  };
}

/** Returns the results with cursors: the entries that existed when the query was registered. */
function results(context: Context): Reply {
  const query = queryOf(context);
  if (!isOver(context, query))
    throw conflict("The audit query is still running. Read its results when its state is Succeeded.");
  const pageSize = context.query.integer("pageSize", { default: 25, min: 1 });
  const start = positionOf(context.query.get("cursor"), "cursor");
  const rows = selected(context, JSON.parse(query.request) as JsonObject).filter(({ at }) => at <= query.at);
  const until = start + pageSize;
  return {
    body: {
      id: query.id,
      pageSize,
      ...(until < rows.length && { cursor: cursorAt(until) }),
      entities: rows.slice(start, until).map((row) => present(context, row)),
    },
  };
}

const may = "audits:audit:view";
const mapping = (): Reply => ({ body: { services: serviceMapping() } });

/**
 * Audits: one entry for each write of a request. Clients read entries directly or with a query that completes
 * asynchronously, like a job.
 */
export const audits: Service = {
  name: "audits",
  migrations: auditMigrations,
  routes: [
    route("postAuditsQuery", register, may, { ownRequired: true }),
    route("getAuditsQueryTransactionId", (c) => ({ body: state(c, queryOf(c)) }), may),
    route("getAuditsQueryTransactionIdResults", results, may),
    route("postAuditsQueryRealtime", realtime, may, { ownRequired: true }),
    route("postAuditsQueryRealtimeRelated", related, may),
    route("getAuditsQueryServicemapping", mapping, may),
    route("getAuditsQueryRealtimeServicemapping", mapping, may),
  ],
};
