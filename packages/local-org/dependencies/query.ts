import { ApiError } from "../http/api-error.ts";
import type { Query } from "../http/query.ts";
import { trackedTypes } from "./types.ts";

/** @throws ApiError 400 `architect.query.parameter.missing` */
export function required(query: Query, name: string): string {
  const value = query.get(name);
  if (value !== undefined) return value;
  throw new ApiError(400, "architect.query.parameter.missing", "A required query parameter is missing or empty.", {
    details: [{ fieldName: name }],
  });
}

/** One object type. @throws ApiError 400 `architect.dependency.object.invalid.type` for an unknown one */
export function requiredType(query: Query, name = "objectType"): string {
  return validType(required(query, name), name);
}

/** Object types by which an answer is filtered; empty: all. @throws ApiError 400 for an unknown one */
export function types(query: Query, name: string): string[] {
  return query.all(name).map((type) => validType(type, name));
}

/** `published` or `checkedIn`. @throws ApiError 400 `architect.dependency.invalid.filter` */
export function flowFilter(query: Query): "published" | "checkedin" | undefined {
  const filter = query.get("flowFilter")?.toLowerCase();
  if (filter === undefined || filter === "published" || filter === "checkedin") return filter;
  throw new ApiError(400, "architect.dependency.invalid.filter", "An invalid filter was specified.", {
    details: [{ fieldName: "flowFilter" }],
  });
}

function validType(text: string, name: string): string {
  const type = text.toUpperCase();
  if (trackedTypes.has(type)) return type;
  throw new ApiError(
    400,
    "architect.dependency.object.invalid.type",
    "An invalid dependency object type was specified.",
    { details: [{ fieldName: name, errorCode: text }] },
  );
}
