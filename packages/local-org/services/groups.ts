import { badRequest, otherVersion } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { route } from "../http/operations.ts";
import { page } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { partRoutes } from "../resources/parts.ts";
import { presentPlain, readPlain, requested } from "../resources/plain-actions.ts";
import { type PlainResource, type ResourceScope, unknownId } from "../resources/plain-resource.ts";
import { searchRoute } from "../resources/plain-search.ts";
import { namedRefs, plainService } from "../resources/plain-service.ts";
import { type Resource, saveResource } from "../resources/resource-table.ts";
import { user } from "./users/user.ts";

/** The existing users in a group's document. */
function membersOf({ document }: Resource, { directory }: ResourceScope): string[] {
  const members = Array.isArray(document["members"]) ? (document["members"] as string[]) : [];
  return members.filter((id) => directory.get("user", id));
}

const ownerIdsOf = ({ ownerIds }: JsonObject): string[] => (Array.isArray(ownerIds) ? (ownerIds as string[]) : []);

/** An empty entry means no owner: the vendor's provider sends `[" "]` to remove all owners. */
function complete({ ownerIds, memberCount: _, ...posted }: JsonObject): JsonObject {
  const owners = ownerIdsOf({ ownerIds }).filter((id) => String(id).trim() !== "");
  return { members: [], ...posted, ...(owners.length > 0 ? { ownerIds: owners } : {}) };
}

function ownersOf({ document }: Resource, { directory }: ResourceScope): JsonObject[] {
  return ownerIdsOf(document).flatMap((id) => {
    const user = directory.get("user", id);
    return user ? [{ id, name: user.name, selfUri: `/api/v2/users/${id}` }] : [];
  });
}

/** A group; its document contains the ids of its `members`, which are changed at their own path. */
const group: PlainResource = {
  kind: "group",
  type: "GROUP",
  path: "/api/v2/groups",
  operations: ["list", "create", "get", "replace", "remove"],
  seed: {
    list: "groups",
    body: ({ name, members }, scope) => ({ name, members: namedRefs(scope, "user", members).map(({ id }) => id) }),
  },
  permission: "directory:group",
  readByAll: true,
  versioned: true,
  stateful: true,
  required: ["name"],
  // An update cannot contain these fields (`GroupUpdate` in the vendor's SDK).
  keeps: ["members", "type"],
  missing: unknownId,
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

/** The users in the group. All are direct members, because rules and nested groups are not supported. */
function list(context: Context): Reply {
  const members = membersOf(requested(group, context), context);
  return { body: page(members, context, (id) => presentPlain(user, context, readPlain(user, context, id))) };
}

/** `POST …/members` `{memberIds, version}`: adds members and checks the group's version, if given. */
function add(context: Context): Reply {
  const found = requested(group, context);
  const { memberIds, version } = bodyObject(context.body);
  if (typeof version === "number" && version !== found.version) throw otherVersion(version, found);
  const ids = Array.isArray(memberIds) ? memberIds.map(String) : [];
  const unknown = ids.filter((id) => !context.directory.get("user", id));
  if (unknown.length > 0) {
    const details = unknown.map((entityId) => ({ errorCode: "invalid.id", fieldName: "memberIds", entityId }));
    throw badRequest(`There is no user with the id '${unknown.join("', '")}'.`, "invalid.id", details);
  }
  save(context, found, [...membersOf(found, context), ...ids]);
  return { body: {} };
}

/** `DELETE …/members?ids=`. */
function remove(context: Context): Reply {
  const found = requested(group, context);
  const gone = context.query.all("ids");
  const members = membersOf(found, context).filter((id) => !gone.includes(id));
  save(context, found, members);
  return { body: {} };
}

function save(context: Context, found: Resource, members: readonly string[]): void {
  const document: JsonObject = { ...found.document, members: [...new Set(members)] };
  const changed = { ...found, document, version: found.version + 1, modified: context.clock.now() };
  const owners = ownerIdsOf(document).map((id) => ({ kind: user.kind, id }));
  saveResource(context.store, group.kind, changed, owners);
}

const mayEdit = "directory:group:edit";

/** Groups of users. A group can be a member of a queue. */
export const groups = plainService("groups", [group], {
  routes: [
    route("getGroupMembers", list),
    route("postGroupMembers", add, mayEdit),
    route("deleteGroupMembers", remove, mayEdit),
    route("getGroupIndividuals", list),
    ...partRoutes({
      owner: group,
      part: "voicemailPolicy",
      read: ["getVoicemailGroupPolicy"],
      patch: ["patchVoicemailGroupPolicy", "voicemail:groupPolicy:edit"],
      // Voicemail is off by default. The other fields are the ones that the vendor's client reads.
      usual: { enabled: false },
      present: ({ id, name }, policy) => ({ ...policy, name, group: { id, name, selfUri: `${group.path}/${id}` } }),
    }),
    searchRoute(group, { operation: "postGroupsSearch", types: "groups" }),
  ],
});
