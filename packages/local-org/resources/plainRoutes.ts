import { bodyObject } from "../http/body.ts";
import { page } from "../http/page.ts";
import type { Context, Reply, Route } from "../http/types.ts";
import type { Service } from "../service.ts";
import { createPlain, patchPlain, presentPlain, readPlain, removePlain, replacePlain } from "./plainActions.ts";
import type { PlainResource, ResourceScope } from "./plainResource.ts";
import { kindSource, listResources, nameKey, type Resource } from "./resourceStore.ts";

/** Where the actions of a request look, and who makes them. */
export function scopeOf(context: Context): ResourceScope {
  return {
    store: context.store,
    directory: context.directory,
    now: context.clock.now(),
    author: context.caller.userId ?? context.caller.clientId,
  };
}

/** The routes that a plain resource offers. Every 2xx but that of a deletion carries the whole object. */
export function plainRoutes(spec: PlainResource): Route[] {
  const one = `${spec.path}/{${spec.idParam}}`;
  const id = (context: Context): string => context.params[spec.idParam] as string;
  const shown = (context: Context, resource: Resource): Reply => ({
    body: presentPlain(spec, scopeOf(context), resource),
  });
  const { list, create, get, replace, patch, remove } = spec.operations;
  const may = (verb: string): { permission?: string } =>
    spec.permission === undefined ? {} : { permission: `${spec.permission}:${verb}` };
  const routes: (Route | undefined)[] = [
    list === undefined
      ? undefined
      : { method: "GET", path: spec.path, operation: list, ...may("view"), handler: (c) => listPlain(spec, c) },
    create === undefined
      ? undefined
      : {
          method: "POST",
          path: spec.path,
          operation: create,
          ...may("add"),
          handler: (c) => shown(c, createPlain(spec, scopeOf(c), bodyObject(c.body))),
        },
    get === undefined
      ? undefined
      : {
          method: "GET",
          path: one,
          operation: get,
          ...may("view"),
          handler: (c) => shown(c, readPlain(spec, scopeOf(c), id(c))),
        },
    replace === undefined
      ? undefined
      : {
          method: "PUT",
          path: one,
          operation: replace,
          ...may("edit"),
          handler: (c) => shown(c, replacePlain(spec, scopeOf(c), id(c), bodyObject(c.body))),
        },
    patch === undefined
      ? undefined
      : {
          method: "PATCH",
          path: one,
          operation: patch,
          ...may("edit"),
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
            removePlain(spec, scopeOf(c), id(c), { force: c.query.flag("forceDelete") });
            return { status: 204 };
          },
        },
  ];
  return routes.filter((route) => route !== undefined);
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

function listPlain(spec: PlainResource, context: Context): Reply {
  const scope = scopeOf(context);
  const descending = /^desc/i.test(context.query.get("sortOrder") ?? "");
  const found = listResources(context.store, spec.kind).filter((resource) => selected(spec, context, resource));
  const listing = page(descending ? found.reverse() : found, context);
  return { body: { ...listing, entities: listing.entities.map((resource) => presentPlain(spec, scope, resource)) } };
}

function selected(spec: PlainResource, { query }: Context, resource: Resource): boolean {
  const ids = query.all("id");
  if (ids.length > 0 && !ids.includes(resource.id)) return false;
  const divisions = query.all("divisionId");
  if (spec.divisioned && divisions.length > 0 && !divisions.includes(resource.divisionId as string)) return false;
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
  const core = want.replace(/^\*|\*$/g, "");
  if (want.startsWith("*") && want.endsWith("*")) return have.includes(core);
  if (want.startsWith("*")) return have.endsWith(core);
  return want.endsWith("*") ? have.startsWith(core) : have === want;
}
