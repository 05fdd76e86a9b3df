import { bodyObject } from "../http/body.ts";
import { itemPath, routeAt } from "../http/operations.ts";
import type { Context, HttpMethod, JsonObject, Reply, Route } from "../http/route.ts";
import {
  createPlain,
  parentIn,
  patchPlain,
  presentPlain,
  removePlain,
  replacePlain,
  requested,
  requestedAt,
} from "./plain-actions.ts";
import { listByCursor, listPlain } from "./plain-listing.ts";
import type { PlainOperation, PlainResource } from "./plain-resource.ts";
import type { Resource } from "./resource-table.ts";

interface Action {
  readonly method: HttpMethod;
  /** Last part of the permission. */
  readonly verb: "view" | "add" | "edit" | "delete";
  readonly handler: (spec: PlainResource, context: Context) => Reply;
}

/** Every 2xx response contains the whole object, except after a deletion. */
const ACTIONS: Readonly<Record<PlainOperation, Action>> = {
  list: {
    method: "GET",
    verb: "view",
    handler: (spec, c) => ({
      body: (spec.paging === "cursor" ? listByCursor : listPlain)(spec, c, (one) => shown(spec, c, one, "list")),
    }),
  },
  create: {
    method: "POST",
    verb: "add",
    handler: (spec, c) => answered(spec, c, createPlain(spec, c, bodyObject(c.body), parentIn(spec, c)), "create"),
  },
  get: {
    method: "GET",
    verb: "view",
    handler: (spec, c) => answered(spec, c, requestedAt(spec, c), "get"),
  },
  replace: {
    method: "PUT",
    verb: "edit",
    handler(spec, c) {
      const body = bodyObject(c.body);
      return answered(spec, c, replacePlain(spec, c, requested(spec, c), body), "replace");
    },
  },
  patch: {
    method: "PATCH",
    verb: "edit",
    handler(spec, c) {
      const body = bodyObject(c.body);
      return answered(spec, c, patchPlain(spec, c, requested(spec, c), body), "patch");
    },
  },
  remove: {
    method: "DELETE",
    verb: "delete",
    handler(spec, c) {
      const force = spec.forceParam !== undefined && c.query.flag(spec.forceParam);
      removePlain(spec, c, requested(spec, c), { force });
      return { status: 204 };
    },
  },
};

export function plainRoutes(spec: PlainResource): Route[] {
  const pathOf = (list: string, operation: PlainOperation): string =>
    operation === "list" || operation === "create" ? list : itemPath(list);
  const plain = spec.operations.map((operation): Route => {
    const { method, verb, handler } = ACTIONS[operation];
    const route = routeAt(method, pathOf(spec.path, operation), (c) => handler(spec, c), permissionFor(spec, verb));
    return method === "GET" || method === "DELETE" ? route : { ...route, ownRequired: true };
  });
  const views = (spec.views ?? []).map((operation): Route => {
    const handler = VIEWS[operation];
    const path = pathOf(`${spec.path}/divisionviews`, operation);
    return routeAt("GET", path, (c) => handler(spec, c), permissionFor(spec, "view"));
  });
  return [...plain, ...views];
}

/** Read handlers for the view paths, for clients that may view only some divisions. */
const VIEWS: Readonly<Record<"list" | "get", Action["handler"]>> = {
  list: (spec, c) => ({ body: listPlain(spec, c, (one) => viewOf(spec, shown(spec, c, one, "list"))) }),
  get: (spec, c) => ({ body: viewOf(spec, shown(spec, c, requested(spec, c), "get")) }),
};

function viewOf({ viewFields = ["id", "name", "division", "selfUri"] }: PlainResource, entity: JsonObject): JsonObject {
  if (viewFields === "all") return entity;
  return Object.fromEntries(Object.entries(entity).filter(([field]) => viewFields.includes(field)));
}

/** The part of a resource in the response of an operation. */
export function shown(spec: PlainResource, context: Context, resource: Resource, by: PlainOperation): JsonObject {
  const entity = presentPlain(spec, context, resource);
  return spec.shown?.(entity, resource, context, by) ?? entity;
}

function answered(spec: PlainResource, context: Context, resource: Resource, by: PlainOperation): Reply {
  return { body: shown(spec, context, resource, by) };
}

/** Combines `routing:queue` and `view` into `routing:queue:view`. A complete permission is returned unchanged. */
function permissionFor(spec: PlainResource, verb: Action["verb"]): string | undefined {
  const { permission } = spec;
  if (spec.readByAll && verb === "view") return undefined;
  if (permission.split(":").length > 2) return permission;
  return `${permission}:${verb === "add" && spec.createdByEdit ? "edit" : verb}`;
}
