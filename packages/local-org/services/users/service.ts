import type { Entry, KindSource } from "../../directory.ts";
import { ApiError } from "../../http/api-error.ts";
import { bodyArray } from "../../http/body.ts";
import type { Context, Reply } from "../../http/route.ts";
import { partRoutes } from "../../resources/parts.ts";
import { patchPlain, presentPlain, readPlain } from "../../resources/plain-actions.ts";
import { scopeOf } from "../../resources/plain-resource.ts";
import { searchRoute } from "../../resources/plain-search.ts";
import { seedPlain } from "../../resources/plain-seed.ts";
import { plainService } from "../../resources/plain-service.ts";
import { listResources, nameKey, resourcesNamed } from "../../resources/resource-table.ts";
import type { Service } from "../../service.ts";
import type { Store } from "../../store/store.ts";
import { abilityRoutes } from "./abilities.ts";
import { asDeleted, DELETED_USER, user } from "./user.ts";
import { userRoutes } from "./user-routes.ts";

/** `GET /api/v2/users/me`. A client that acts for no user has none, as with the platform's client credentials. */
function me(context: Context): Reply {
  const { userId } = context.caller;
  if (userId === undefined) {
    throw new ApiError(
      400,
      "bad.request",
      "This request requires a user context. Client credentials cannot be used for requests that require a user context.",
    );
  }
  const scope = scopeOf(context);
  return { body: presentPlain(user, scope, readPlain(user, scope, userId)) };
}

/** `PUT …/profileskills`: texts, answered as they are. */
function setProfileSkills(context: Context): Reply {
  const profileSkills = bodyArray(context.body).map(String);
  patchPlain(user, scopeOf(context), context.params["userId"] as string, { profileSkills });
  return { body: profileSkills };
}

const plain = plainService([user]);

/** By the name, else by the e-mail address: which of them a flow may use is not documented. */
function named(store: Store, name: string): readonly Entry[] {
  const found = resourcesNamed(store, user.kind, name);
  if (found.length > 0) return found;
  return listResources(store, user.kind).filter(({ document }) => nameKey(String(document["email"])) === nameKey(name));
}

/** People of the organisation: those of the seed, and those that clients make. */
export const users: Service = {
  name: "users",
  kinds: { user: { ...(plain.kinds["user"] as KindSource), named } },
  routes: [
    ...plain.routes,
    ...userRoutes,
    ...abilityRoutes,
    {
      method: "PUT",
      path: "/api/v2/users/{userId}/profileskills",
      operation: "putUserProfileskills",
      permission: "directory:userProfile:edit",
      handler: setProfileSkills,
    },
    ...partRoutes({
      owner: user,
      part: "utilization",
      path: "/api/v2/routing/users/{userId}/utilization",
      read: { operation: "getRoutingUserUtilization", permission: "routing:utilization:view" },
      replace: { operation: "putRoutingUserUtilization", permission: "routing:utilization:manage" },
      remove: { operation: "deleteRoutingUserUtilization", permission: "routing:utilization:manage" },
      // How much the organisation as a whole gives to everybody is not kept.
      usual: { utilization: {}, labelUtilizations: {}, level: "Organization" },
      set: { level: "Agent" },
    }),
    ...partRoutes({
      owner: user,
      part: "voicemailPolicy",
      path: "/api/v2/voicemail/userpolicies/{userId}",
      read: { operation: "getVoicemailUserpolicy" },
      patch: { operation: "patchVoicemailUserpolicy", permission: "voicemail:userPolicy:edit" },
      usual: { enabled: false, sendEmailNotifications: true },
    }),
    { method: "GET", path: "/api/v2/users/me", operation: "getUsersMe", handler: me },
    searchRoute(user, {
      operation: "postUsersSearch",
      permission: "directory:user:view",
      types: "users",
      // Whoever looks for the deleted ones says so by their state (the vendor's provider after a deletion).
      others: ({ store }, fields) =>
        fields.includes("state") ? listResources(store, DELETED_USER).map(asDeleted) : [],
    }),
  ],
  seed: (context) => seedPlain(context, user, context.seed.users),
};
