import { flowKindOf } from "../flows/flow-kinds.ts";
import { allFlows, type FlowRow } from "../flows/flow-table.ts";
import { formatVersion } from "../flows/version-table.ts";
import { page } from "../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../http/route.ts";
import { ofTypes, presentObject, ROOT } from "./object.ts";
import { flowFilter, required, types } from "./query.ts";
import { consumed, trackedObjectsNamed } from "./tracking.ts";

/** Dependency tracking over all objects: by name, and which versions use changed or deleted objects. */
export const searchRoutes: readonly Route[] = [
  {
    method: "GET",
    path: ROOT,
    operation: "getArchitectDependencytracking",
    permission: "architect:dependencyTracking:view",
    handler: byName,
  },
  {
    method: "GET",
    path: `${ROOT}/updatedresourceconsumers`,
    operation: "getArchitectDependencytrackingUpdatedresourceconsumers",
    permission: "architect:dependencyTracking:view",
    handler: (context) => consumersOf(context, "updated"),
  },
  {
    method: "GET",
    path: `${ROOT}/deletedresourceconsumers`,
    operation: "getArchitectDependencytrackingDeletedresourceconsumers",
    permission: "architect:dependencyTracking:view",
    handler: (context) => consumersOf(context, "deleted"),
  },
];

/** Objects of exactly that name, ignoring case. */
function byName(context: Context): Reply {
  const name = required(context.query, "name");
  const wanted = types(context.query, "objectType");
  const found = trackedObjectsNamed(context, name).filter(({ type }) => wanted.length === 0 || wanted.includes(type));
  const shown = page(found, context);
  return { body: { ...shown, entities: shown.entities.map((object) => presentObject(context, object)) } };
}

/**
 * Versions that use something with the mark: published ones and checked-in ones, or those of one kind. The resources that
 * are listed with them are those with the mark.
 */
function consumersOf(context: Context, mark: "updated" | "deleted"): Reply {
  const { store, query } = context;
  const wanted = types(query, "objectType");
  const name = query.get("name")?.trim().toLowerCase();
  const filter = flowFilter(query);
  const resourceTypes = types(query, "consumedResourceType");
  const consumers = allFlows(store)
    .filter((flow) => !flow.deleted && (name === undefined || flow.name.toLowerCase() === name))
    .filter((flow) => wanted.length === 0 || wanted.includes(flowKindOf(flow.type).dependencyType))
    .flatMap((flow) =>
      versionsInUse(flow, filter).map((version) => ({
        flow,
        version,
        marked: consumed(context, flow, version).filter((resource) => resource[mark] === true),
      })),
    )
    .filter(({ marked }) => marked.length > 0);
  const shown = page(consumers, context);
  const entities = shown.entities.map(
    ({ flow, version, marked }): JsonObject => ({
      id: flow.id,
      name: flow.name,
      version: formatVersion(version),
      type: flowKindOf(flow.type).dependencyType,
      deleted: false,
      updated: false,
      stateUnknown: false,
      ...(query.flag("consumedResources") ? { consumedResources: ofTypes(marked, resourceTypes) } : {}),
      selfUri: `${ROOT}/object?id=${flow.id}&version=${formatVersion(version)}`,
    }),
  );
  return { body: { ...shown, entities } };
}

function versionsInUse(flow: FlowRow, filter: "published" | "checkedin" | undefined): number[] {
  const versions = [
    ...(filter === "checkedin" ? [] : [flow.publishedVersion]),
    ...(filter === "published" ? [] : [flow.checkedInVersion]),
  ];
  return [...new Set(versions)].filter((version) => version !== null);
}
