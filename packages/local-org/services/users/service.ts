import type { Entry } from "../../directory.ts";
import { badRequest } from "../../http/api-error.ts";
import { bodyArray } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, Reply } from "../../http/route.ts";
import { partRoutes } from "../../resources/parts.ts";
import { patchPlain, presentPlain, readPlain, requested } from "../../resources/plain-actions.ts";
import { searchRoute } from "../../resources/plain-search.ts";
import { kindSource, plainService } from "../../resources/plain-service.ts";
import { listResources, nameKey, resourcesNamed } from "../../resources/resource-table.ts";
import type { Store } from "../../store/store.ts";
import { abilityRoutes } from "./abilities.ts";
import { asDeleted, DELETED_USER, user } from "./user.ts";
import { userRoutes } from "./user-routes.ts";

/** A client that acts for no user has none, as with the platform's client credentials. */
function me(context: Context): Reply {
  const { userId } = context.caller;
  if (userId === undefined) {
    throw badRequest(
      "This request requires a user context. Client credentials cannot be used for requests that require a user context.",
    );
  }
  return { body: presentPlain(user, context, readPlain(user, context, userId)) };
}

/** Texts, answered as they are. */
function setProfileSkills(context: Context): Reply {
  const profileSkills = bodyArray(context.body).map(String);
  patchPlain(user, context, requested(user, context), { profileSkills });
  return { body: profileSkills };
}

/** By the name, else by the e-mail address: which of them a flow may use is not documented. */
function named(store: Store, name: string): readonly Entry[] {
  const found = resourcesNamed(store, user.kind, name);
  if (found.length > 0) return found;
  return listResources(store, user.kind).filter(({ document }) => nameKey(String(document["email"])) === nameKey(name));
}
/** People of the organisation: those of the seed, and those that clients make. */
export const users = plainService("users", [user], {
  kinds: { user: { ...kindSource(user), named } },
  routes: [
    ...userRoutes,
    ...abilityRoutes,
    route("putUserProfileskills", setProfileSkills, "directory:userProfile:edit"),
    ...partRoutes({
      owner: user,
      part: "utilization",
      read: ["getRoutingUserUtilization", "routing:utilization:view"],
      replace: ["putRoutingUserUtilization", "routing:utilization:manage"],
      remove: ["deleteRoutingUserUtilization", "routing:utilization:manage"],
      // How much the organisation as a whole gives to everybody is not kept.
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
      // Whoever looks for the deleted ones says so by their state (the vendor's provider after a deletion).
      others: ({ store }, fields) =>
        fields.includes("state") ? listResources(store, DELETED_USER).map(asDeleted) : [],
    }),
  ],
});
