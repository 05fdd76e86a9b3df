import { formatVersion } from "../flows/version-table.ts";
import type { Context, JsonObject } from "../http/route.ts";
import { types } from "./query.ts";
import { consumed, consuming, type TrackedObject } from "./tracking.ts";

export const ROOT = "/api/v2/architect/dependencytracking";

/**
 * An object with what it uses and what uses it, as far as the query asks for them: at the given version, else at the published
 * one.
 */
export function presentObject(context: Context, found: TrackedObject, given?: number): JsonObject {
  const { query } = context;
  const { flow, ...shown } = found;
  const version = given ?? flow?.publishedVersion ?? undefined;
  const uses = flow && version !== undefined ? consumed(context, flow, version) : [];
  return {
    ...shown,
    ...(version === undefined ? {} : { version: formatVersion(version) }),
    deleted: false,
    updated: false,
    stateUnknown: false,
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

/** Entries of the requested types; all without a filter. */
export function ofTypes(entries: readonly JsonObject[], wanted: readonly string[]): JsonObject[] {
  return entries.filter((entry) => wanted.length === 0 || wanted.includes(String(entry["type"])));
}
