import { authorOf } from "../flows/author.ts";
import { type FlowRow, flowById, flowDeleted } from "../flows/flow-table.ts";
import { parseVersion, versionOf } from "../flows/version-table.ts";
import { ApiError, notFound } from "../http/api-error.ts";
import { page } from "../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../http/route.ts";
import { buildStatus, startBuild } from "./build.ts";
import { ofTypes, presentObject, ROOT } from "./object.ts";
import { flowFilter, required, requiredType, type TrackedType, trackedTypes, types } from "./query.ts";
import { consumed, consuming, trackedObject } from "./tracking.ts";

/** Who uses what, per version (reference/platform-api.md §5). */
export const dependencyRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${ROOT}/consumedresources`,
    operation: "getArchitectDependencytrackingConsumedresources",
    permission: "architect:dependencyTracking:view",
    ownRequired: true,
    handler: consumedResources,
  },
  {
    method: "GET",
    path: `${ROOT}/consumingresources`,
    operation: "getArchitectDependencytrackingConsumingresources",
    permission: "architect:dependencyTracking:view",
    handler: consumingResources,
  },
  {
    method: "GET",
    path: `${ROOT}/object`,
    operation: "getArchitectDependencytrackingObject",
    permission: "architect:dependencyTracking:view",
    handler: object,
  },
  {
    method: "GET",
    path: `${ROOT}/types`,
    operation: "getArchitectDependencytrackingTypes",
    permission: "architect:dependencyTracking:view",
    handler: allTypes,
  },
  {
    method: "GET",
    path: `${ROOT}/types/{typeId}`,
    operation: "getArchitectDependencytrackingType",
    permission: "architect:dependencyTracking:view",
    handler: oneType,
  },
  {
    method: "GET",
    path: `${ROOT}/build`,
    operation: "getArchitectDependencytrackingBuild",
    permission: "architect:dependencyTracking:view",
    handler: status,
  },
  {
    method: "POST",
    path: `${ROOT}/build`,
    operation: "postArchitectDependencytrackingBuild",
    permission: "architect:dependencyTracking:rebuild",
    handler: rebuild,
  },
];

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

/** Takes as long as a job does. */
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

/** @throws ApiError 400 for words such as `LATEST`: a version is a number here (reference/archy.md §c) */
function versionGiven(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const version = parseVersion(text);
  if (version === undefined) throw versionMissing();
  return version;
}

function versionMissing(): ApiError {
  return new ApiError(
    400,
    "architect.dependency.object.version.not.specified",
    "A version was not specified for the dependency object.",
    { details: [{ fieldName: "version" }] },
  );
}
