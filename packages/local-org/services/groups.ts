import { ApiError, badRequest } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { page } from "../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../http/route.ts";
import { partRoutes } from "../resources/parts.ts";
import { presentPlain, readPlain } from "../resources/plain-actions.ts";
import { type PlainResource, type ResourceScope, scopeOf, unknownId } from "../resources/plain-resource.ts";
import { searchRoute } from "../resources/plain-search.ts";
import { namedRefs, seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import { type Resource, saveResource } from "../resources/resource-table.ts";
import type { Service } from "../service.ts";
import { user } from "./users/user.ts";

/** The people that a group's document names and who exist. */
function membersOf({ document }: Resource, { directory }: Pick<ResourceScope, "directory">): string[] {
  const members = Array.isArray(document["members"]) ? (document["members"] as string[]) : [];
  return members.filter((id) => directory.get("user", id));
}

/** A blank means no owner: the vendor's provider sends `[" "]` to remove all owners. */
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
const group: PlainResource = {
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
  versioned: true,
  stateful: true,
  required: ["name"],
  // A change cannot name them (`GroupUpdate` in the vendor's SDK).
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

const groupOf = (context: Context): Resource => readPlain(group, scopeOf(context), context.params["groupId"] as string);

/** People of the group. All of them are in it themselves: rules and groups within groups are not kept. */
function list(context: Context): Reply {
  const scope = scopeOf(context);
  const listing = page(membersOf(groupOf(context), scope), context);
  const entities = listing.entities.map((id) => presentPlain(user, scope, readPlain(user, scope, id)));
  return { body: { ...listing, entities } };
}

/** `POST …/members` `{memberIds, version}`: the version of the group, where it is given. */
function add(context: Context): Reply {
  const found = groupOf(context);
  const { memberIds, version } = bodyObject(context.body);
  if (typeof version === "number" && version !== found.version) {
    throw new ApiError(
      409,
      "general.conflict",
      `The version supplied (${version}) does not match the current version (${found.version}) of '${found.name}'.`,
    );
  }
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
  const found = groupOf(context);
  const gone = context.query.all("ids");
  save(
    context,
    found,
    membersOf(found, context).filter((id) => !gone.includes(id)),
  );
  return { body: {} };
}

function save(context: Context, found: Resource, members: readonly string[]): void {
  const document: JsonObject = { ...found.document, members: [...new Set(members)] };
  const changed = { ...found, document, version: found.version + 1, modified: context.clock.now() };
  const owners = Array.isArray(document["ownerIds"]) ? (document["ownerIds"] as string[]) : [];
  saveResource(
    context.store,
    group.kind,
    changed,
    owners.map((id) => ({ kind: user.kind, id })),
  );
}

const members = `${group.path}/{groupId}/members`;
const mayEdit = { permission: "directory:group:edit" };

/** Who is in a group. */
const groupMemberRoutes: readonly Route[] = [
  { method: "GET", path: members, operation: "getGroupMembers", handler: list },
  { method: "POST", path: members, operation: "postGroupMembers", ...mayEdit, handler: add },
  { method: "DELETE", path: members, operation: "deleteGroupMembers", ...mayEdit, handler: remove },
  { method: "GET", path: `${group.path}/{groupId}/individuals`, operation: "getGroupIndividuals", handler: list },
];

/** Groups of people, by whose name queues take members. */
export const groups: Service = {
  name: "groups",
  ...plainService(
    [group],
    [
      ...groupMemberRoutes,
      ...partRoutes({
        owner: group,
        part: "voicemailPolicy",
        path: "/api/v2/voicemail/groups/{groupId}/policy",
        read: { operation: "getVoicemailGroupPolicy" },
        patch: { operation: "patchVoicemailGroupPolicy", permission: "voicemail:groupPolicy:edit" },
        // Voicemail is off by default; the other fields are those that the vendor's client reads.
        usual: { enabled: false },
        present: ({ id, name }, policy) => ({ ...policy, name, group: { id, name, selfUri: `${group.path}/${id}` } }),
      }),
      searchRoute(group, { operation: "postGroupsSearch", types: "groups" }),
    ],
  ),
  seed: (context) =>
    seedPlain(context, group, context.seed.groups, ({ name, members }) => ({
      name,
      members: namedRefs(context, "user", members).map(({ id }) => id),
    })),
};
