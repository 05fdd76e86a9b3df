import { type CursorPage, cursorPage, type Page, page } from "../http/page.ts";
import { type Context, momentOf } from "../http/route.ts";
import { parentIn, requireParent } from "./plain-actions.ts";
import type { PlainResource } from "./plain-resource.ts";
import { ALL_DIVISIONS, ivrsAsOf, listResources, nameKey, type Resource } from "./resource-table.ts";

/** The page of a listing that the query selects: by `id`, `name`, `divisionId`, the kind's own filters, `sortOrder`. */
export function listPlain<Shown>(
  spec: PlainResource,
  context: Context,
  show: (resource: Resource) => Shown,
): Page<Shown> {
  const parentId = parentIn(spec, context);
  if (parentId !== undefined && !spec.parent?.wasOnce?.(context.store, parentId)) {
    requireParent(spec, context, parentId);
  }
  return page(found(spec, context, parentId), context, show);
}

/** The page of a listing with cursors. */
export function listByCursor<Shown>(
  spec: PlainResource,
  context: Context,
  show: (resource: Resource) => Shown,
): CursorPage<Shown> {
  return cursorPage(found(spec, context), context, show);
}

/** The resources that the query selects, in its order. */
function found(spec: PlainResource, context: Context, parentId?: string): Resource[] {
  const at = momentOf(context);
  const all = at === undefined ? listResources(context.store, spec.kind, parentId) : ivrsAsOf(context.store, at);
  const resources = all.filter((resource) => selected(spec, context, resource));
  return context.query.descending ? resources.reverse() : resources;
}

/** Whether a resource matches the query's filters. */
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
