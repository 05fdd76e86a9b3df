import { conflict } from "../../http/api-error.ts";
import type { JsonObject } from "../../http/route.ts";
import { type PlainResource, type ResourceScope, unknownId } from "../../resources/plain-resource.ts";
import { listResources, nameKey, type Resource } from "../../resources/resource-table.ts";

/** The kind of deleted users, who can be restored and whose e-mail addresses stay in use. */
export const DELETED_USER = "deletedUser";

/** A deleted user's address also counts as in use, so that the vendor's provider finds and restores that user. */
function check(document: JsonObject, { store }: ResourceScope, id: string | undefined): void {
  const email = nameKey(String(document["email"]));
  const holder = ["user", DELETED_USER]
    .flatMap((kind) => listResources(store, kind))
    .find((other) => other.id !== id && nameKey(String(other.document["email"])) === email);
  if (!holder) return;
  throw conflict(`A user with the e-mail address '${String(document["email"])}' already exists.`, [
    { errorCode: "general.conflict", fieldName: "email", entityId: holder.id, entityName: holder.name },
  ]);
}

/** Converts fields whose posted form differs from the form in which they are read. */
function complete({ password: _, divisionId: __, skills: ___, languages: ____, ...posted }: JsonObject): JsonObject {
  return { username: posted["email"], ...posted, state: posted["state"] || "active" };
}

export const user: PlainResource = {
  kind: "user",
  type: "USER",
  path: "/api/v2/users",
  operations: ["create"],
  seed: { list: "users" },
  permission: "directory:user",
  readByAll: true,
  divisioned: true,
  divisionById: true,
  versioned: true,
  stateful: true,
  required: ["name", "email"],
  takes: ["state"],
  missing: unknownId,
  complete,
  check,
  present: ({ document }, { directory }) => ({
    state: document["state"] ?? "active",
    manager: managerOf(document, (id) => directory.get("user", id)?.name),
    ...(Array.isArray(document["locations"]) ? { locations: document["locations"].map(locationOf) } : {}),
  }),
};

/** The manager, which is posted as an id and read as a user. */
function managerOf(document: JsonObject, nameOf: (id: string) => string | undefined): JsonObject | undefined {
  const id = document["manager"];
  if (typeof id !== "string" || id === "") return undefined;
  return { id, name: nameOf(id), selfUri: `/api/v2/users/${id}` };
}

/** A location, which is posted by its id and read with its definition. */
function locationOf(posted: unknown): JsonObject {
  const location = (posted ?? {}) as JsonObject;
  return { ...location, locationDefinition: { id: location["id"] } };
}

export function asDeleted(resource: Resource): Resource {
  return { ...resource, document: { ...resource.document, state: "deleted" } };
}
