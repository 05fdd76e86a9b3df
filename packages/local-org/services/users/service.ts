import type { Entry } from "../../directory.ts";
import { badRequest } from "../../http/api-error.ts";
import { bodyArray, bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply } from "../../http/route.ts";
import { partRoutes } from "../../resources/parts.ts";
import { patchPlain, presentPlain, readPlain, requested } from "../../resources/plain-actions.ts";
import { selected } from "../../resources/plain-listing.ts";
import { searchRoute } from "../../resources/plain-search.ts";
import { kindSource, plainService } from "../../resources/plain-service.ts";
import {
  findResource,
  listResources,
  nameKey,
  type Resource,
  removeResource,
  resourcesNamed,
  saveResource,
} from "../../resources/resource-table.ts";
import type { Store } from "../../store/store.ts";
import { abilitiesOf, abilityRoutes } from "./abilities.ts";
import { asDeleted, DELETED_USER, user } from "./user.ts";

/** Fields that a response contains only if `expand` requests them (`getUser` in the vendor's SDK). */
const EXPANDED = ["skills", "languages", "locations", "profileSkills", "certifications", "employerInfo"];

function present(context: Context, found: Resource): JsonObject {
  const asked = context.query.all("expand");
  const whole: JsonObject = { ...presentPlain(user, context, found), ...abilitiesOf(context.store, found.id) };
  return Object.fromEntries(
    Object.entries(whole).filter(([field]) => !EXPANDED.includes(field) || asked.includes(field)),
  );
}

/** Reads a user. Deleted users are found only with `state=deleted`. */
function read(context: Context): Reply {
  const id = context.params["userId"] as string;
  const deleted = context.query.get("state") === "deleted" ? findResource(context.store, DELETED_USER, id) : undefined;
  return { body: present(context, deleted ? asDeleted(deleted) : readPlain(user, context, id)) };
}

/** Lists active users, or users in the state from the query. `any` means all users except deleted ones. */
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

/** `PATCH /users/{userId}`: a state other than `deleted` restores a deleted user. */
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

/** `DELETE /users/{userId}`: removes the user from queues and groups. */
function remove(context: Context): Reply {
  const { store } = context;
  const found = requested(user, context);
  removeResource(store, user.kind, found.id);
  saveResource(store, DELETED_USER, { ...found, version: found.version + 1, modified: context.clock.now() });
  return { body: {} };
}

/** `POST …/password`: the password is not stored. */
function changePassword(context: Context): Reply {
  requested(user, context);
  return { status: 204 };
}

/** Reads the user of the caller. As on the platform, client credentials have no user. */
function me(context: Context): Reply {
  const { userId } = context.caller;
  if (userId === undefined) {
    throw badRequest(
      "This request requires a user context. Client credentials cannot be used for requests that require a user context.",
    );
  }
  return { body: presentPlain(user, context, readPlain(user, context, userId)) };
}

/** Sets the profile skills, which are strings and returned as posted. */
function setProfileSkills(context: Context): Reply {
  const profileSkills = bodyArray(context.body).map(String);
  patchPlain(user, context, requested(user, context), { profileSkills });
  return { body: profileSkills };
}

/** Finds users by name, otherwise by e-mail address. It is not documented which of the two a flow may use. */
function named(store: Store, name: string): readonly Entry[] {
  const found = resourcesNamed(store, user.kind, name);
  if (found.length > 0) return found;
  return listResources(store, user.kind).filter(({ document }) => nameKey(String(document["email"])) === nameKey(name));
}

/** Users of the organisation, from the seed or created by clients. */
export const users = plainService("users", [user], {
  kinds: { user: { ...kindSource(user), named } },
  routes: [
    route("getUsers", list),
    route("getUser", read),
    route("patchUser", change, "directory:user:edit", { ownRequired: true }),
    route("deleteUser", remove, "directory:user:delete"),
    route("postUserPassword", changePassword, "directory:userPassword:set"),
    ...abilityRoutes,
    route("putUserProfileskills", setProfileSkills, "directory:userProfile:edit"),
    ...partRoutes({
      owner: user,
      part: "utilization",
      read: ["getRoutingUserUtilization", "routing:utilization:view"],
      replace: ["putRoutingUserUtilization", "routing:utilization:manage"],
      remove: ["deleteRoutingUserUtilization", "routing:utilization:manage"],
      // The organisation's general settings for all users are not stored.
      usual: { utilization: {}, labelUtilizations: {}, level: "Organization" },
      set: { level: "Agent" },
    }),
    ...partRoutes({
      owner: user,
      part: "voicemailPolicy",
      read: ["getVoicemailUserpolicy"],
      patch: ["patchVoicemailUserpolicy", "voicemail:userPolicy:edit"],
      usual: { enabled: false, sendEmailNotifications: true },
    }),
    route("getUsersMe", me),
    searchRoute(user, {
      operation: "postUsersSearch",
      permission: "directory:user:view",
      types: "users",
      // Deleted users are found only by their state (the vendor's provider searches for them in this way after a
      // deletion).
      others: ({ store }, fields) =>
        fields.includes("state") ? listResources(store, DELETED_USER).map(asDeleted) : [],
    }),
  ],
});
