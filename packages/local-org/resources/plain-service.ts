import type { Entry, KindSource } from "../directory.ts";
import type { Route } from "../http/route.ts";
import type { Service } from "../service.ts";
import type { PlainResource } from "./plain-resource.ts";
import { plainRoutes } from "./plain-routes.ts";
import { findResource, type Resource, resourcesNamed } from "./resource-table.ts";

/**
 * The plain resources of a service: their kinds, their routes and how the directory finds them. `more` are additional routes.
 */
export function plainService(
  specs: readonly PlainResource[],
  more: readonly Route[] = [],
): Required<Pick<Service, "resources" | "routes" | "kinds">> {
  return {
    resources: specs,
    routes: [...specs.flatMap(plainRoutes), ...more],
    kinds: Object.fromEntries(specs.map((spec) => [spec.kind, kindSource(spec)])),
  };
}

/** How the directory finds the resources of a kind. */
function kindSource({ kind, divisioned }: PlainResource): KindSource {
  const entry = ({ id, name, divisionId, document }: Resource): Entry => ({
    id,
    name,
    divisionId,
    ...(kind === "dataAction" && { integration: String(document["category"]) }),
  });
  const source: KindSource = {
    get: (store, id) => {
      const resource = findResource(store, kind, id);
      return resource && entry(resource);
    },
    named: (store, name) => resourcesNamed(store, kind, name).map(entry),
  };
  if (!divisioned) return source;
  return {
    ...source,
    move: (store, id, divisionId) => {
      store.run("UPDATE resource SET divisionId = ? WHERE kind = ? AND id = ?", divisionId, kind, id);
    },
    countIn: (store, divisionId) =>
      store.get<{ count: number }>(
        "SELECT count(*) AS count FROM resource WHERE divisionId = ? AND kind = ?",
        divisionId,
        kind,
      )?.count ?? 0,
  };
}
