import { bodyObject } from "../http/body.ts";
import { type CursorPage, cursorPage, type Page, page } from "../http/page.ts";
import { type Context, momentOf, type Reply, type Route } from "../http/route.ts";
import type { Service } from "../service.ts";
import {
  createPlain,
  patchPlain,
  presentPlain,
  readPast,
  readPlain,
  removePlain,
  replacePlain,
  requireParent,
} from "./plain-actions.ts";
import type { PlainResource, ResourceScope } from "./plain-resource.ts";
import { ALL_DIVISIONS, ivrsAsOf, kindSource, listResources, nameKey, type Resource } from "./resource-table.ts";

/** Where the actions of a request look, and who makes them. */
export function scopeOf(context: Context): ResourceScope {
  return {
    store: context.store,
    directory: context.directory,
    now: context.clock.now(),
    author: context.caller.userId ?? context.caller.clientId,
    warn: context.warn,
  };
}

/** The routes that a plain resource offers. Every 2xx but that of a deletion carries the whole object. */
export function plainRoutes(spec: PlainResource): Route[] {
  const one = `${spec.path}/{${spec.idParam}}`;
  const id = (context: Context): string => context.params[spec.idParam] as string;
  const parent = (context: Context): string | undefined => spec.parent && context.params[spec.parent.param];
  const shown = (context: Context, resource: Resource): Reply => ({
    body: presentPlain(spec, scopeOf(context), resource),
  });
  const { list, create, get, replace, patch, remove } = spec.operations;
  const may = (verb: string): { permission?: string } =>
    spec.permission === undefined || (spec.readByAll && verb === "view")
      ? {}
      : { permission: permissionFor(spec.permission, verb) };
  const routes: (Route | undefined)[] = [
    list === undefined
      ? undefined
      : {
          method: "GET",
          path: spec.path,
          operation: list,
          ...may("view"),
          handler: (c) => ({ body: spec.paging === "cursor" ? listByCursor(spec, c) : listPlain(spec, c) }),
        },
    create === undefined
      ? undefined
      : {
          method: "POST",
          path: spec.path,
          operation: create,
          ...may("add"),
          ownRequired: true,
          handler: (c) => shown(c, createPlain(spec, scopeOf(c), bodyObject(c.body), parent(c))),
        },
    get === undefined
      ? undefined
      : {
          method: "GET",
          path: one,
          operation: get,
          ...may("view"),
          handler: (c) => {
            const at = momentOf(c);
            const scope = scopeOf(c);
            if (at !== undefined) return shown(c, readPast(spec, scope, { id: id(c), at }));
            return shown(c, readPlain(spec, scope, id(c), parent(c)));
          },
        },
    replace === undefined
      ? undefined
      : {
          method: "PUT",
          path: one,
          operation: replace,
          ...may("edit"),
          ownRequired: true,
          handler: (c) => shown(c, replacePlain(spec, scopeOf(c), id(c), bodyObject(c.body), parent(c))),
        },
    patch === undefined
      ? undefined
      : {
          method: "PATCH",
          path: one,
          operation: patch,
          ...may("edit"),
          ownRequired: true,
          handler: (c) => shown(c, patchPlain(spec, scopeOf(c), id(c), bodyObject(c.body))),
        },
    remove === undefined
      ? undefined
      : {
          method: "DELETE",
          path: one,
          operation: remove,
          ...may("delete"),
          handler: (c) => {
            const force = spec.forceParam !== undefined && c.query.flag(spec.forceParam);
            removePlain(spec, scopeOf(c), id(c), { force, parentId: parent(c) });
            return { status: 204 };
          },
        },
  ];
  return routes.filter((route) => route !== undefined);
}

/** `routing:queue` and `view` make `routing:queue:view`; a whole permission stays as it is. */
export function permissionFor(permission: string, verb: string): string {
  return permission.split(":").length > 2 ? permission : `${permission}:${verb}`;
}

/** What a service says about its plain resources: their routes and how the directory finds them. */
export function plainService(specs: readonly PlainResource[]): Required<Pick<Service, "routes" | "kinds">> {
  return {
    routes: specs.flatMap(plainRoutes),
    kinds: Object.fromEntries(
      specs.map((spec) => [
        spec.kind,
        kindSource(spec.kind, { divisioned: spec.divisioned, integration: spec.kind === "dataAction" }),
      ]),
    ),
  };
}

/** The page of a listing that the query asks for: `id`, `name`, `divisionId`, the kind's own filters, `sortOrder`. */
export function listPlain(
  spec: PlainResource,
  context: Context,
  present: (resource: Resource) => unknown = (resource) => presentPlain(spec, scopeOf(context), resource),
): Page<unknown> {
  const parentId = spec.parent && context.params[spec.parent.param];
  if (parentId !== undefined && !spec.parent?.wasOnce?.(context.store, parentId)) {
    requireParent(spec, scopeOf(context), parentId);
  }
  const listing = page(found(spec, context, parentId), context);
  return { ...listing, entities: listing.entities.map(present) };
}

/** The same by cursors. */
function listByCursor(spec: PlainResource, context: Context): CursorPage<unknown> {
  const listing = cursorPage(found(spec, context), context);
  return { ...listing, entities: listing.entities.map((resource) => presentPlain(spec, scopeOf(context), resource)) };
}

/** What the query selects, in its order. */
function found(spec: PlainResource, context: Context, parentId?: string): Resource[] {
  const descending = /^desc/i.test(context.query.get("sortOrder") ?? "");
  const at = momentOf(context);
  const all = at === undefined ? listResources(context.store, spec.kind, parentId) : ivrsAsOf(context.store, at);
  const resources = all.filter((resource) => selected(spec, context, resource));
  return descending ? resources.reverse() : resources;
}

/** Whether the filters of the query let a resource through. */
export function selected(spec: PlainResource, { query }: Context, resource: Resource): boolean {
  const ids = query.all("id");
  if (ids.length > 0 && !ids.includes(resource.id)) return false;
  const divisions = query.all("divisionId");
  const inAll = resource.divisionId === ALL_DIVISIONS;
  if (spec.divisioned && divisions.length > 0 && !inAll && !divisions.includes(resource.divisionId as string))
    return false;
  const name = query.get("name");
  if (name !== undefined && !nameMatches(spec, resource.name, name)) return false;
  return Object.entries(spec.filters ?? {}).every(([parameter, accepts]) => {
    const values = query.all(parameter);
    return values.length === 0 || accepts(resource, values);
  });
}

function nameMatches(spec: PlainResource, name: string, wanted: string): boolean {
  const have = nameKey(name);
  const want = nameKey(wanted);
  if (spec.nameSearch === "part") return have.includes(want.replaceAll("*", ""));
  if (spec.nameSearch === "start") return have.startsWith(want.replaceAll("*", ""));
  const core = want.replace(/^\*|\*$/g, "");
  if (want.startsWith("*") && want.endsWith("*")) return have.includes(core);
  if (want.startsWith("*")) return have.endsWith(core);
  return want.endsWith("*") ? have.startsWith(core) : have === want;
}
