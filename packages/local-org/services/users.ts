import { ApiError } from "../http/apiError.ts";
import type { Context, Reply } from "../http/types.ts";
import type { Entry, KindSource } from "../resources/directory.ts";
import { createPlain, presentPlain, readPlain } from "../resources/plainActions.ts";
import type { PlainResource } from "../resources/plainResource.ts";
import { plainService, scopeOf } from "../resources/plainRoutes.ts";
import { listResources, nameKey, resourcesNamed } from "../resources/resourceStore.ts";
import { searchRoute } from "../resources/searchPlain.ts";
import type { Service } from "../service.ts";
import type { Store } from "../store/store.ts";

export const user: PlainResource = {
  kind: "user",
  type: "USER",
  path: "/api/v2/users",
  idParam: "userId",
  operations: { list: "getUsers", get: "getUser" },
  permission: "directory:user",
  readByAll: true,
  divisioned: true,
  versioned: true,
  stateful: true,
  dated: false,
  required: ["name", "email"],
  missing: { status: 404, code: "not.found", message: "The requested resource was not found." },
};

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

const plain = plainService([user]);

/** By the name, else by the e-mail address: which of them a flow may use is not documented. */
function named(store: Store, name: string): readonly Entry[] {
  const found = resourcesNamed(store, user.kind, name);
  if (found.length > 0) return found;
  return listResources(store, user.kind).filter(({ document }) => nameKey(String(document["email"])) === nameKey(name));
}

/** People of the organisation, as the seed names them. */
export const users: Service = {
  name: "users",
  migrations: [],
  kinds: { user: { ...(plain.kinds["user"] as KindSource), named } },
  routes: [
    ...plain.routes,
    { method: "GET", path: "/api/v2/users/me", operation: "getUsersMe", handler: me },
    searchRoute(user, { operation: "postUsersSearch", permission: "directory:user:view", types: "users" }),
  ],
  seed({ store, seed, scope, added }) {
    for (const { name, email } of seed.users) {
      if (resourcesNamed(store, user.kind, name).length > 0) continue;
      createPlain(user, scope, { name, email, username: email });
      added("user", name);
    }
  },
};
