import { bodyObject } from "../../http/body.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { createPlain, patchPlain, presentPlain, readPlain } from "../../resources/plain-actions.ts";
import { selected } from "../../resources/plain-listing.ts";
import { scopeOf } from "../../resources/plain-resource.ts";
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
  const whole: JsonObject = { ...presentPlain(user, scopeOf(context), found), ...abilitiesOf(context.store, found.id) };
  return Object.fromEntries(
    Object.entries(whole).filter(([field]) => !EXPANDED.includes(field) || asked.includes(field)),
  );
}

/** `state=deleted` finds those that were deleted, nothing else does. */
function read(context: Context): Reply {
  const id = context.params["userId"] as string;
  const deleted = context.query.get("state") === "deleted" ? findResource(context.store, DELETED_USER, id) : undefined;
  return { body: present(context, deleted ? asDeleted(deleted) : readPlain(user, scopeOf(context), id)) };
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
  const listing = page(
    all.filter((found) => selected(user, context, found)),
    context,
  );
  return { body: { ...listing, entities: listing.entities.map((found) => present(context, found)) } };
}

/** `POST /users`: the division comes as `divisionId`; a password is not kept. */
function create(context: Context): Reply {
  const body = bodyObject(context.body);
  const { divisionId } = body;
  const division = divisionId === undefined || divisionId === "" ? {} : { division: { id: divisionId } };
  const scope = scopeOf(context);
  return { body: presentPlain(user, scope, createPlain(user, scope, { ...body, ...division })) };
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
  const scope = scopeOf(context);
  return { body: presentPlain(user, scope, patchPlain(user, scope, id, body)) };
}

/** `DELETE /users/{userId}`: the user leaves queues and groups. */
function remove(context: Context): Reply {
  const { store } = context;
  const found = readPlain(user, scopeOf(context), context.params["userId"] as string);
  removeResource(store, user.kind, found.id);
  saveResource(store, DELETED_USER, { ...found, version: found.version + 1, modified: context.clock.now() });
  return { body: {} };
}

/** `POST …/password`: it is not kept. */
function changePassword(context: Context): Reply {
  readPlain(user, scopeOf(context), context.params["userId"] as string);
  return { status: 204 };
}

const { path } = user;
const one = `${path}/{userId}`;
const may = (verb: string) => ({ permission: `directory:user:${verb}` });

/** People, from their creation to their deletion, as far as that is more than plain. */
export const userRoutes: readonly Route[] = [
  { method: "GET", path, operation: "getUsers", handler: list },
  { method: "POST", path, operation: "postUsers", ...may("add"), ownRequired: true, handler: create },
  { method: "GET", path: one, operation: "getUser", handler: read },
  { method: "PATCH", path: one, operation: "patchUser", ...may("edit"), ownRequired: true, handler: change },
  { method: "DELETE", path: one, operation: "deleteUser", ...may("delete"), handler: remove },
  {
    method: "POST",
    path: `${one}/password`,
    operation: "postUserPassword",
    permission: "directory:userPassword:set",
    handler: changePassword,
  },
];
