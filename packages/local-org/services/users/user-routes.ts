import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { patchPlain, presentPlain, readPlain, requested } from "../../resources/plain-actions.ts";
import { selected } from "../../resources/plain-listing.ts";
import {
  findResource,
  listResources,
  type Resource,
  removeResource,
  saveResource,
} from "../../resources/resource-table.ts";
import { abilitiesOf } from "./abilities.ts";
import { asDeleted, DELETED_USER, user } from "./user.ts";

/** What comes only where it is asked for by `expand` (`getUser` in the vendor's SDK). */
const EXPANDED = ["skills", "languages", "locations", "profileSkills", "certifications", "employerInfo"];

function present(context: Context, found: Resource): JsonObject {
  const asked = context.query.all("expand");
  const whole: JsonObject = { ...presentPlain(user, context, found), ...abilitiesOf(context.store, found.id) };
  return Object.fromEntries(
    Object.entries(whole).filter(([field]) => !EXPANDED.includes(field) || asked.includes(field)),
  );
}

/** `state=deleted` finds those that were deleted, nothing else does. */
function read(context: Context): Reply {
  const id = context.params["userId"] as string;
  const deleted = context.query.get("state") === "deleted" ? findResource(context.store, DELETED_USER, id) : undefined;
  return { body: present(context, deleted ? asDeleted(deleted) : readPlain(user, context, id)) };
}

/** Active users unless the query names a state; `any` of them but the deleted ones. */
function list(context: Context): Reply {
  const state = (context.query.get("state") ?? "active").toLowerCase();
  const all =
    state === "deleted"
      ? listResources(context.store, DELETED_USER).map(asDeleted)
      : listResources(context.store, user.kind).filter(
          ({ document }) => state === "any" || String(document["state"] ?? "active") === state,
        );
  const wanted = all.filter((found) => selected(user, context, found));
  return { body: page(wanted, context, (found) => present(context, found)) };
}

/** `PATCH /users/{userId}`: another state than `deleted` brings a deleted user back. */
function change(context: Context): Reply {
  const { store } = context;
  const id = context.params["userId"] as string;
  const body = bodyObject(context.body);
  const deleted = findResource(store, DELETED_USER, id);
  const restored = deleted && typeof body["state"] === "string" && body["state"].toLowerCase() !== "deleted";
  if (restored) {
    removeResource(store, DELETED_USER, id);
    saveResource(store, user.kind, deleted);
  }
  return { body: presentPlain(user, context, patchPlain(user, context, readPlain(user, context, id), body)) };
}

/** `DELETE /users/{userId}`: the user leaves queues and groups. */
function remove(context: Context): Reply {
  const { store } = context;
  const found = requested(user, context);
  removeResource(store, user.kind, found.id);
  saveResource(store, DELETED_USER, { ...found, version: found.version + 1, modified: context.clock.now() });
  return { body: {} };
}

/** `POST …/password`: it is not kept. */
function changePassword(context: Context): Reply {
  requested(user, context);
  return { status: 204 };
}
/** People, from their creation to their deletion, as far as that is more than plain. */
export const userRoutes: readonly Route[] = [
  route("getUsers", list),
  route("getUser", read),
  route("patchUser", change, "directory:user:edit", { ownRequired: true }),
  route("deleteUser", remove, "directory:user:delete"),
  route("postUserPassword", changePassword, "directory:userPassword:set"),
];
