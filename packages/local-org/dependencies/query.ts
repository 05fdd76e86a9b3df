import { flowTypes } from "@genesys-flows/architect";
import { badRequest, missingParameter } from "../http/api-error.ts";
import type { Query } from "../http/query.ts";

export interface TrackedType {
  readonly id: string;
  readonly name: string;
  /** Whether objects of this type have versions. Each version has its own dependencies. */
  readonly versioned: boolean;
}

const versioned = Object.values(flowTypes).map(({ dependencyType, title }) => ({
  id: dependencyType,
  name: title,
  versioned: true,
}));

const plain = Object.entries({
  ACDLANGUAGE: "language skill",
  ACDSKILL: "ACD skill",
  ACDWRAPUPCODE: "wrap-up code",
  COMPOSERSCRIPT: "script",
  CONTACTLIST: "contact list",
  DATAACTION: "data action",
  DATATABLE: "data table",
  EMAILROUTE: "email route",
  EMERGENCYGROUP: "emergency group",
  FLOWMILESTONE: "flow milestone",
  FLOWOUTCOME: "flow outcome",
  GROUP: "group",
  IVRCONFIGURATION: "IVR configuration",
  KNOWLEDGEBASE: "knowledge base",
  QUEUE: "queue",
  SCHEDULE: "schedule",
  SCHEDULEGROUP: "schedule group",
  SYSTEMPROMPT: "system prompt",
  USER: "user",
  USERPROMPT: "user prompt",
  WORKTYPE: "worktype",
}).map(([id, name]) => ({ id, name, versioned: false }));

/** The types that this organisation tracks, by id (reference/platform-api.md §5). */
export const trackedTypes: ReadonlyMap<string, TrackedType> = new Map(
  [...versioned, ...plain].sort((a, b) => (a.id < b.id ? -1 : 1)).map((type) => [type.id, type]),
);

/** @throws ApiError 400 `architect.query.parameter.missing` */
export function required(query: Query, name: string): string {
  const value = query.get(name);
  if (value === undefined) throw missingParameter(name);
  return value;
}

/**
 * The type of the requested object.
 * @throws ApiError 400 `architect.dependency.object.invalid.type` for an unknown type
 */
export function requiredType(query: Query): string {
  return validType(required(query, "objectType"), "objectType");
}

/** Object types that a response is limited to; all types if empty. @throws ApiError 400 for an unknown type */
export function types(query: Query, name: string): string[] {
  return query.all(name).map((type) => validType(type, name));
}

/** `published` or `checkedIn`. @throws ApiError 400 `architect.dependency.invalid.filter` */
export function flowFilter(query: Query): "published" | "checkedin" | undefined {
  const filter = query.get("flowFilter")?.toLowerCase();
  if (filter === undefined || filter === "published" || filter === "checkedin") return filter;
  const code = "architect.dependency.invalid.filter";
  throw badRequest("An invalid filter was specified.", code, [{ fieldName: "flowFilter" }]);
}

function validType(text: string, name: string): string {
  const type = text.toUpperCase();
  if (trackedTypes.has(type)) return type;
  const code = "architect.dependency.object.invalid.type";
  throw badRequest("An invalid dependency object type was specified.", code, [{ fieldName: name, errorCode: text }]);
}
