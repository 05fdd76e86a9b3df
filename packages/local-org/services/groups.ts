import type { PlainResource } from "../resources/plainResource.ts";
import { plainService } from "../resources/plainRoutes.ts";
import { searchRoute } from "../resources/searchPlain.ts";
import { namedRefs, seedPlain } from "../resources/seedPlain.ts";
import type { Service } from "../service.ts";

/** A group; its document holds the ids of its `members`. */
export const group: PlainResource = {
  kind: "group",
  type: "GROUP",
  path: "/api/v2/groups",
  idParam: "groupId",
  operations: { list: "getGroups", get: "getGroup" },
  permission: "directory:group",
  readByAll: true,
  divisioned: false,
  versioned: true,
  stateful: true,
  dated: false,
  required: ["name"],
  missing: { status: 404, code: "not.found", message: "The requested resource was not found." },
  present: ({ document }) => ({
    type: "official",
    visibility: "public",
    rulesVisible: true,
    memberCount: (document["members"] as string[]).length,
    members: undefined,
  }),
};

const plain = plainService([group]);

/** Groups of people, by whose name queues take members. */
export const groups: Service = {
  name: "groups",
  migrations: [],
  kinds: plain.kinds,
  routes: [...plain.routes, searchRoute(group, { operation: "postGroupsSearch", types: "groups" })],
  seed: (context) => {
    seedPlain(context, group, context.seed.groups, ({ name, members }) => ({
      name,
      members: namedRefs(context, "user", members).map(({ id }) => id),
    }));
  },
};
