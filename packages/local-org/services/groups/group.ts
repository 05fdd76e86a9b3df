import type { JsonObject } from "../../http/route.ts";
import type { PlainResource, ResourceScope } from "../../resources/plain-resource.ts";
import type { Resource } from "../../resources/resource-table.ts";

/** The people that a group's document names and who exist. */
export function membersOf({ document }: Resource, { directory }: Pick<ResourceScope, "directory">): string[] {
  const members = Array.isArray(document["members"]) ? (document["members"] as string[]) : [];
  return members.filter((id) => directory.get("user", id));
}

/** A blank among the owners stands for none: the vendor's provider sends `[" "]` to take them all away. */
function complete({ ownerIds, memberCount: _, ...posted }: JsonObject): JsonObject {
  const owners = Array.isArray(ownerIds) ? ownerIds.filter((id) => String(id).trim() !== "") : [];
  return { members: [], ...posted, ...(owners.length > 0 ? { ownerIds: owners } : {}) };
}

function ownersOf({ document }: Resource, { directory }: ResourceScope): JsonObject[] {
  const owners = Array.isArray(document["ownerIds"]) ? (document["ownerIds"] as string[]) : [];
  return owners.flatMap((id) => {
    const user = directory.get("user", id);
    return user ? [{ id, name: user.name, selfUri: `/api/v2/users/${id}` }] : [];
  });
}

/** A group; its document holds the ids of its `members`, which are changed at an address of their own. */
export const group: PlainResource = {
  kind: "group",
  type: "GROUP",
  path: "/api/v2/groups",
  idParam: "groupId",
  operations: {
    list: "getGroups",
    create: "postGroups",
    get: "getGroup",
    replace: "putGroup",
    remove: "deleteGroup",
  },
  permission: "directory:group",
  readByAll: true,
  divisioned: false,
  versioned: true,
  stateful: true,
  dated: false,
  required: ["name"],
  // A change cannot name them (`GroupUpdate` in the vendor's SDK).
  keeps: ["members", "type"],
  missing: { status: 404, code: "not.found", message: "The requested resource was not found." },
  complete,
  references: { "ownerIds[]": "user" },
  present: (resource, scope) => {
    const { type = "official", visibility = "public", rulesVisible = true } = resource.document;
    const owners = ownersOf(resource, scope);
    return {
      ...{ type, visibility, rulesVisible },
      memberCount: membersOf(resource, scope).length,
      dateModified: new Date(resource.modified).toISOString(),
      ...{ members: undefined, ownerIds: undefined },
      ...(owners.length > 0 ? { owners } : {}),
    };
  },
};
