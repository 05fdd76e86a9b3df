import { bodyObject } from "../http/body.ts";
import { type Context, type JsonObject, momentOf, type Reply, type Route } from "../http/route.ts";
import {
  createPlain,
  patchPlain,
  presentPlain,
  readPast,
  readPlain,
  removePlain,
  replacePlain,
} from "./plain-actions.ts";
import { listByCursor, listPlain } from "./plain-listing.ts";
import { type DivisionViews, type PlainResource, scopeOf } from "./plain-resource.ts";
import type { Resource } from "./resource-table.ts";

/** The routes that a plain resource offers. Every 2xx but that of a deletion carries the whole object. */
export function plainRoutes(spec: PlainResource): Route[] {
  const one = `${spec.path}/{${spec.idParam}}`;
  const id = (context: Context): string => context.params[spec.idParam] as string;
  const parent = (context: Context): string | undefined => spec.parent && context.params[spec.parent.param];
  const shown = (context: Context, resource: Resource): Reply => ({
    body: presentPlain(spec, scopeOf(context), resource),
  });
  const view = (context: Context, resource: Resource): JsonObject =>
    viewOf(spec, presentPlain(spec, scopeOf(context), resource));
  const { list, create, get, replace, patch, remove } = spec.operations;
  const may = (verb: string): { permission?: string } =>
    spec.permission === undefined || (spec.readByAll && verb === "view")
      ? {}
      : { permission: permissionFor(spec.permission, verb) };
  const offered = (operation: string | undefined, route: Omit<Route, "operation">): Route[] =>
    operation === undefined ? [] : [{ operation, ...route }];
  return [
    ...offered(list, {
      ...{ method: "GET", path: spec.path, ...may("view") },
      handler: (c) => ({ body: spec.paging === "cursor" ? listByCursor(spec, c) : listPlain(spec, c) }),
    }),
    ...(spec.views ? viewRoutes(spec, spec.views, { shown: view, id, may: may("view") }) : []),
    ...offered(create, {
      ...{ method: "POST", path: spec.path, ...may("add"), ownRequired: true },
      handler: (c) => shown(c, createPlain(spec, scopeOf(c), bodyObject(c.body), parent(c))),
    }),
    ...offered(get, {
      ...{ method: "GET", path: one, ...may("view") },
      handler: (c) => {
        const at = momentOf(c);
        const scope = scopeOf(c);
        if (at !== undefined) return shown(c, readPast(spec, scope, { id: id(c), at }));
        return shown(c, readPlain(spec, scope, id(c), parent(c)));
      },
    }),
    ...offered(replace, {
      ...{ method: "PUT", path: one, ...may("edit"), ownRequired: true },
      handler: (c) => shown(c, replacePlain(spec, scopeOf(c), id(c), bodyObject(c.body), parent(c))),
    }),
    ...offered(patch, {
      ...{ method: "PATCH", path: one, ...may("edit"), ownRequired: true },
      handler: (c) => shown(c, patchPlain(spec, scopeOf(c), id(c), bodyObject(c.body))),
    }),
    ...offered(remove, {
      ...{ method: "DELETE", path: one, ...may("delete") },
      handler: (c) => {
        const force = spec.forceParam !== undefined && c.query.flag(spec.forceParam);
        removePlain(spec, scopeOf(c), id(c), { force, parentId: parent(c) });
        return { status: 204 };
      },
    }),
  ];
}

/** The entity as a division view shows it. */
function viewOf({ views }: PlainResource, entity: JsonObject): JsonObject {
  const fields = views?.fields ?? ["id", "name", "division", "selfUri"];
  if (fields === "all") return entity;
  return Object.fromEntries(Object.entries(entity).filter(([field]) => fields.includes(field)));
}

function viewRoutes(
  spec: PlainResource,
  { list, get }: DivisionViews,
  o: {
    readonly shown: (context: Context, resource: Resource) => JsonObject;
    readonly id: (context: Context) => string;
    readonly may: { permission?: string };
  },
): Route[] {
  const path = `${spec.path}/divisionviews`;
  const listed = (c: Context): Reply => ({ body: listPlain(spec, c, (resource) => o.shown(c, resource)) });
  const one = (c: Context): Reply => ({ body: o.shown(c, readPlain(spec, scopeOf(c), o.id(c))) });
  const single: Omit<Route, "operation"> = { method: "GET", path: `${path}/{${spec.idParam}}`, ...o.may, handler: one };
  return [
    { method: "GET", path, operation: list, ...o.may, handler: listed },
    ...(get === undefined ? [] : [{ ...single, operation: get }]),
  ];
}

/** `routing:queue` and `view` make `routing:queue:view`; a whole permission stays as it is. */
function permissionFor(permission: string, verb: string): string {
  return permission.split(":").length > 2 ? permission : `${permission}:${verb}`;
}
