import { moduleContract } from "@genesys-flows/architect";
import { missingParameter } from "../http/api-error.ts";
import { route } from "../http/operations.ts";
import { page, writtenPage } from "../http/page.ts";
import type { Query } from "../http/query.ts";
import { type Context, type JsonObject, momentOf, type Reply, type Route } from "../http/route.ts";
import { own } from "../own.ts";
import type { Store } from "../store/store.ts";
import { fits, wildcards } from "../wildcard.ts";
import { flowKindOf, flowKindOfApi } from "./flow-kinds.ts";
import { type FlowRow, flowAsOf, flowById, flowsAsOf, lockHolder } from "./flow-table.ts";
import { keptFlows, presentFlow, writtenFlows } from "./presentation.ts";
import { versionDocument, versionOf } from "./version-table.ts";

export const listingRoutes: readonly Route[] = [
  route("getFlows", list, "architect:flow:search", { still: true }),
  route("getFlowsLookup", lookup, "architect:flow:search", { still: true }),
  route("getFlowsDivisionviews", divisionViews, "architect:flow:search"),
];

/** Lists flows. If the query has ids, the other filters are ignored (OpenAPI, `getFlows`). */
function list(context: Context): Reply {
  return answer(context, found(context));
}

function found(context: Context): FlowRow[] {
  const { store, query } = context;
  if (query.all("id").length > 0) return named(context);
  const filters = filtersOf(context);
  const at = momentOf(context);
  const all = at === undefined ? keptFlows(store).all(store) : flowsAsOf(store, at);
  const accepted = all.filter((flow) => filters.every((accepts) => accepts(flow)));
  return sorted(accepted, query);
}

function lookup(context: Context): Reply {
  return answer(context, named(context));
}

function named(context: Context): FlowRow[] {
  const { store, query } = context;
  const ids = [...new Set(query.all("id"))];
  if (ids.length === 0) throw missingParameter("id");
  const at = momentOf(context);
  const present = ids
    .map((id) => (at === undefined ? flowById(store, id) : flowAsOf(store, id, at)))
    .filter((flow) => flow !== undefined && !flow.deleted);
  return sorted(present as FlowRow[], query);
}

function answer(context: Context, flows: readonly FlowRow[]): Reply {
  const shown = page(flows, context);
  if (context.query.flag("includeSchemas")) {
    return { body: { ...shown, entities: shown.entities.map((flow) => withSchemas(context, flow)) } };
  }
  return writtenPage({ ...shown, entities: writtenFlows(context, shown.entities) });
}

function withSchemas(context: Context, flow: FlowRow): JsonObject {
  return { ...presentFlow(context, flow), ...variableSchemas(context.store, flow) };
}

/** The same flows with fewer properties (`FlowDivisionView`). */
function divisionViews(context: Context): Reply {
  const shown = page(found(context), context);
  const present = context.query.flag("includeSchemas") ? withSchemas : presentFlow;
  return { body: { ...shown, entities: shown.entities.map((flow) => divisionView(present(context, flow))) } };
}

const VIEWED = [
  ...["id", "name", "division", "type", "description", "supportedLanguages", "publishedVersion"],
  ...["inputSchema", "outputSchema"],
];

function divisionView(flow: JsonObject): JsonObject {
  const shown = VIEWED.flatMap((key) => (flow[key] === undefined ? [] : [[key, flow[key]]]));
  return { ...Object.fromEntries(shown), selfUri: `/api/v2/flows/divisionviews/${flow["id"]}` };
}

type Filter<T = FlowRow> = (value: T) => boolean;

function filtersOf({ store, query }: Context): Filter[] {
  const filters: Filter[] = [];
  const add = (name: string, filter: (text: string) => Filter) => {
    const text = query.get(name);
    if (text !== undefined) filters.push(filter(text));
  };
  const types = query.all("type").map((type) => flowKindOfApi(type)?.type);
  if (types.length > 0) filters.push((flow) => types.includes(flow.type));
  const divisions = query.all("divisionId");
  if (divisions.length > 0) filters.push((flow) => divisions.includes(flow.divisionId ?? ""));
  const deleted = query.flag("deleted");
  filters.push((flow) => (flow.deleted === 1) === deleted);
  // Two names that differ only in surrounding spaces count as the same name, so the search ignores these spaces.
  add("name", (text) => {
    const whole = pattern(text.trim());
    return (flow) => whole(flow.name.trim());
  });
  add("description", (text) => {
    const whole = pattern(text);
    return (flow) => whole(flow.description ?? "");
  });
  add("nameOrDescription", (text) => {
    const part = pattern(`*${text}*`);
    return (flow) => part(flow.name) || part(flow.description ?? "");
  });
  add("lockedBy", (text) => (flow) => lockHolder(flow)?.user?.id === text);
  add("lockedByClientId", (text) => (flow) => lockHolder(flow)?.client.id === text);
  const publishedAt = (flow: FlowRow) => versionOf(store, flow.id, flow.publishedVersion)?.publishedAt ?? Number.NaN;
  add("publishedAfter", (text) => (flow) => publishedAt(flow) > Date.parse(text));
  add("publishedBefore", (text) => (flow) => publishedAt(flow) < Date.parse(text));
  return filters;
}

/** Matches the whole text, ignoring case; `*` matches anything. */
function pattern(text: string): Filter<string> {
  const parts = wildcards(text.toLowerCase());
  return (value) => fits(parts, value.toLowerCase());
}

const SORT_KEYS = {
  id: (flow: FlowRow) => flow.id,
  name: (flow: FlowRow) => flow.name.toLowerCase(),
  type: (flow: FlowRow) => flowKindOf(flow.type).apiType,
  description: (flow: FlowRow) => (flow.description ?? "").toLowerCase(),
};

/** Sorts by `sortBy`, or by id if this listing cannot sort by that property. */
function sorted(flows: readonly FlowRow[], query: Query): FlowRow[] {
  const value = own(SORT_KEYS, query.get("sortBy") ?? "id") ?? SORT_KEYS.id;
  const direction = query.get("sortOrder")?.toLowerCase() === "desc" ? -1 : 1;
  return [...flows].sort((a, b) => direction * compare(value(a), value(b)) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** JSON types of Architect's variable types; every other type is assumed to be a string. */
const JSON_TYPES: Readonly<Record<string, string>> = {
  boolean: "boolean",
  integer: "integer",
  decimal: "number",
  currency: "object",
  json: "object",
};

/**
 * The JSON schemas of a flow's inputs and outputs, which `includeSchemas=true` adds (OpenAPI, `Flow`): from its
 * published version or, for an unpublished flow, its latest version; empty for a flow without a version. The names of their
 * properties are the names of the variables, including the scope.
 */
function variableSchemas(store: Store, flow: FlowRow): { inputSchema?: JsonObject; outputSchema?: JsonObject } {
  const version = flow.publishedVersion ?? flow.savedVersion;
  if (version === null) return {};
  const { inputs, outputs } = moduleContract(versionDocument(store, flow, version));
  return { inputSchema: schemaOf(inputs), outputSchema: schemaOf(outputs) };
}

function schemaOf(variables: Readonly<Record<string, string>>): JsonObject {
  const properties = Object.entries(variables).map(([name, type]) => [name, typeOf(type)]);
  return {
    $schema: "http://json-schema.org/draft-04/schema#",
    type: "object",
    properties: Object.fromEntries(properties),
  };
}

function typeOf(type: string): JsonObject {
  const [, item] = /^(.+)Collection$/.exec(type) ?? [];
  if (item !== undefined) return { type: "array", items: typeOf(item) };
  return { type: own(JSON_TYPES, type) ?? "string" };
}
