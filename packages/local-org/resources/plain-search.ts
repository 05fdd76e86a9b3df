import { badRequest, notSupported } from "../http/api-error.ts";
import { bodyObject, countIn } from "../http/body.ts";
import { route } from "../http/operations.ts";
import type { Context, JsonObject, Reply, Route } from "../http/route.ts";
import { own } from "../own.ts";
import { presentPlain } from "./plain-actions.ts";
import type { PlainResource } from "./plain-resource.ts";
import { listResources, type Resource } from "./resource-table.ts";

/** Compares a string of an entity with the search string. Both are in lower case. */
const MATCHES: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  EXACT: (text, wanted) => text === wanted,
  STARTS_WITH: (text, wanted) => text.startsWith(wanted),
  CONTAINS: (text, wanted) => text.includes(wanted),
};

/**
 * `POST <path>/search` of the vendor's SDK (`GroupSearchRequest`, `UserSearchRequest`): finds entities that meet every
 * criterion of the body's `query`, each in one of its `fields`, by `value` or one of `values`.
 */
export function searchRoute(
  spec: PlainResource,
  o: {
    readonly operation: string;
    readonly permission?: string;
    readonly types: string;
    /** Searches additional fields that the criteria specify. */
    readonly others?: (context: Context, fields: readonly unknown[]) => readonly Resource[];
  },
): Route {
  return route(o.operation, (context) => search(spec, context, o), o.permission);
}

function search(
  spec: PlainResource,
  context: Context,
  o: Pick<Parameters<typeof searchRoute>[1], "types" | "others">,
): Reply {
  const body = bodyObject(context.body);
  const pageSize = countIn(body, "pageSize", 25);
  const pageNumber = countIn(body, "pageNumber", 1);
  const criteria = Array.isArray(body["query"]) ? (body["query"] as JsonObject[]) : [];
  const fields = criteria.flatMap((criterion) => criterion?.["fields"] ?? []);
  const found = [...listResources(context.store, spec.kind), ...(o.others?.(context, fields) ?? [])]
    .map((resource) => presentPlain(spec, context, resource))
    .filter((entity) => criteria.every((criterion) => meets(entity, criterion)));
  const start = (pageNumber - 1) * pageSize;
  return {
    body: {
      total: found.length,
      pageCount: Math.ceil(found.length / pageSize),
      pageSize,
      pageNumber,
      types: [o.types],
      results: found.slice(start, start + pageSize),
    },
  };
}

function meets(entity: JsonObject, criterion: JsonObject): boolean {
  const { type, fields, value, values } = criterion;
  const match = own(MATCHES, String(type));
  if (type === undefined || type === null) throw badRequest("Each criterion of a search requires a type.");
  if (!match) {
    const known = Object.keys(MATCHES).join(", ");
    throw notSupported(`The embedded organisation can search only by ${known}, not by ${String(type)}.`);
  }
  const wanted = [...(value === undefined ? [] : [value]), ...(Array.isArray(values) ? values : [])].map(lower);
  const texts = (Array.isArray(fields) ? fields : []).map((field) => lower(own(entity, String(field)) ?? ""));
  return texts.some((text) => wanted.some((one) => match(text, one)));
}

function lower(value: unknown): string {
  return String(value).toLowerCase();
}
