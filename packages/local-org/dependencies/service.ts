import { authorOf } from "../flows/author.ts";
import { flowKindOf } from "../flows/flow-kinds.ts";
import { allFlows, type FlowRow, flowById, flowDeleted } from "../flows/flow-table.ts";
import { formatVersion, parseVersion, versionOf } from "../flows/version-table.ts";
import { type ApiError, badRequest, notFound } from "../http/api-error.ts";
import { route } from "../http/operations.ts";
import { page } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import type { Service } from "../service.ts";
import { buildStatus, dependencyMigrations, startBuild } from "./build.ts";
import { flowFilter, required, requiredType, type TrackedType, trackedTypes, types } from "./query.ts";
import {
  consumed,
  consuming,
  flowEntry,
  type TrackedObject,
  trackedObject,
  trackedObjectsNamed,
  UNCHANGED,
} from "./tracking.ts";

const ROOT = "/api/v2/architect/dependencytracking";

/**
 * Presents an object in the given version (default: the published version). If the query requests them, includes the
 * objects that it uses and its users.
 */
function presentObject(context: Context, found: TrackedObject, given?: number): JsonObject {
  const { query } = context;
  const { flow, ...shown } = found;
  const version = given ?? flow?.publishedVersion ?? undefined;
  const uses = flow && version !== undefined ? consumed(context, flow, version) : [];
  return {
    ...shown,
    ...(version === undefined ? {} : { version: formatVersion(version) }),
    ...UNCHANGED,
    ...(query.flag("consumedResources")
      ? { consumedResources: ofTypes(uses, types(query, "consumedResourceType")) }
      : {}),
    ...(query.flag("consumingResources")
      ? {
          consumingResources: ofTypes(consuming(context, found.id, { version }), types(query, "consumingResourceType")),
        }
      : {}),
    selfUri: `${ROOT}/object?id=${found.id}`,
  };
}

/** Entries of the requested types; all entries if there is no filter. */
function ofTypes(entries: readonly JsonObject[], wanted: readonly string[]): JsonObject[] {
  return entries.filter((entry) => wanted.length === 0 || wanted.includes(String(entry["type"])));
}

function consumedResources(context: Context): Reply {
  const { store, query } = context;
  const id = required(query, "id");
  requiredType(query);
  const version = versionGiven(query.get("version"));
  if (version === undefined) throw versionMissing();
  const wanted = types(query, "resourceType");
  const flow = requireFlowObject(context, id);
  if (!versionOf(store, flow.id, version))
    throw notFound("Specified flow version is missing.", "architect.flow.version.missing");
  return { body: page(ofTypes(consumed(context, flow, version), wanted), context) };
}

function consumingResources(context: Context): Reply {
  const { query } = context;
  const id = required(query, "id");
  const type = requiredType(query);
  const version = versionGiven(query.get("version"));
  const wanted = types(query, "resourceType");
  const filter = flowFilter(query);
  if (trackedTypes.get(type)?.versioned) requireFlowObject(context, id);
  return { body: page(ofTypes(consuming(context, id, { version, flowFilter: filter }), wanted), context) };
}

function object(context: Context): Reply {
  const { query } = context;
  const id = required(query, "id");
  if (flowById(context.store, id)?.deleted) throw flowDeleted();
  const found = trackedObject(context, id);
  if (!found) throw objectMissing();
  return { body: presentObject(context, found, versionGiven(query.get("version"))) };
}

function allTypes(context: Context): Reply {
  return { body: page([...trackedTypes.values()].map(presentType), context) };
}

function oneType({ params }: Context): Reply {
  const type = trackedTypes.get((params["typeId"] ?? "").toUpperCase());
  if (!type) throw notFound("An invalid dependency type was specified.", "architect.dependency.invalid.type");
  return { body: presentType(type) };
}

function status({ store, clock, config }: Context): Reply {
  const shown = buildStatus(store, clock.now());
  return { body: { id: config.organisationId, ...shown, failedObjects: [], selfUri: `${ROOT}/build` } };
}

/** A rebuild takes as long as a job. */
function rebuild({ store, caller, clock, config }: Context): Reply {
  startBuild(store, { author: authorOf(caller), now: clock.now(), durationMs: config.jobDurationMs });
  return { status: 204 };
}

function presentType(type: TrackedType): JsonObject {
  return { ...type, selfUri: `${ROOT}/types/${type.id}` };
}

function requireFlowObject({ store }: Context, id: string): FlowRow {
  const flow = flowById(store, id);
  if (!flow) throw objectMissing();
  if (flow.deleted) throw flowDeleted();
  return flow;
}

function objectMissing(): ApiError {
  return notFound(
    "Could not find the dependency object with specified ID and version.",
    "architect.dependency.object.not.found",
  );
}

/** @throws ApiError 400 for words such as `LATEST`, because a version must be a number here (reference/archy.md §c) */
function versionGiven(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const version = parseVersion(text);
  if (version === undefined) throw versionMissing();
  return version;
}

function versionMissing(): ApiError {
  return badRequest(
    "A version was not specified for the dependency object.",
    "architect.dependency.object.version.not.specified",
    [{ fieldName: "version" }],
  );
}

/** Objects with exactly that name, ignoring case. */
function byName(context: Context): Reply {
  const name = required(context.query, "name");
  const wanted = types(context.query, "objectType");
  const found = trackedObjectsNamed(context, name).filter(({ type }) => wanted.length === 0 || wanted.includes(type));
  return { body: page(found, context, (object) => presentObject(context, object)) };
}

/**
 * Versions (published, checked in, or both) that use a resource with the mark. Each entry lists its resources with the
 * mark.
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
  const shown = ({ flow, version, marked }: (typeof consumers)[number]): JsonObject => ({
    ...flowEntry(flow, version),
    ...UNCHANGED,
    ...(query.flag("consumedResources") ? { consumedResources: ofTypes(marked, resourceTypes) } : {}),
    selfUri: `${ROOT}/object?id=${flow.id}&version=${formatVersion(version)}`,
  });
  return { body: page(consumers, context, shown) };
}

function versionsInUse(flow: FlowRow, filter: "published" | "checkedin" | undefined): number[] {
  const versions = [
    ...(filter === "checkedin" ? [] : [flow.publishedVersion]),
    ...(filter === "published" ? [] : [flow.checkedInVersion]),
  ];
  return [...new Set(versions)].filter((version) => version !== null);
}

const mayView = "architect:dependencyTracking:view";

/**
 * Dependency tracking: the dependencies of each version (reference/platform-api.md §5). The flow service writes the
 * data when it creates a version.
 */
export const dependencies: Service = {
  name: "dependencies",
  migrations: dependencyMigrations,
  routes: [
    route("getArchitectDependencytracking", byName, mayView),
    route("getArchitectDependencytrackingUpdatedresourceconsumers", (c) => consumersOf(c, "updated"), mayView),
    route("getArchitectDependencytrackingDeletedresourceconsumers", (c) => consumersOf(c, "deleted"), mayView),
    route("getArchitectDependencytrackingConsumedresources", consumedResources, mayView, { ownRequired: true }),
    route("getArchitectDependencytrackingConsumingresources", consumingResources, mayView),
    route("getArchitectDependencytrackingObject", object, mayView),
    route("getArchitectDependencytrackingTypes", allTypes, mayView),
    route("getArchitectDependencytrackingType", oneType, mayView),
    route("getArchitectDependencytrackingBuild", status, mayView),
    route("postArchitectDependencytrackingBuild", rebuild, "architect:dependencyTracking:rebuild"),
  ],
};
