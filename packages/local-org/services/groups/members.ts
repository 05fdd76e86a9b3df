import { ApiError, badRequest } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { presentPlain, readPlain } from "../../resources/plain-actions.ts";
import { scopeOf } from "../../resources/plain-routes.ts";
import { type Resource, saveResource } from "../../resources/resource-table.ts";
import { user } from "../users/user.ts";
import { group, membersOf } from "./group.ts";

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
export const groupMemberRoutes: readonly Route[] = [
  { method: "GET", path: members, operation: "getGroupMembers", handler: list },
  { method: "POST", path: members, operation: "postGroupMembers", ...mayEdit, handler: add },
  { method: "DELETE", path: members, operation: "deleteGroupMembers", ...mayEdit, handler: remove },
  { method: "GET", path: `${group.path}/{groupId}/individuals`, operation: "getGroupIndividuals", handler: list },
];
