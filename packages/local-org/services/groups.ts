import type { PlainResource } from "../resources/plainResource.ts";
import { plainService } from "../resources/plainRoutes.ts";
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

/** Groups of people, by whose name queues take members. */
export const groups: Service = {
  name: "groups",
  migrations: [],
  ...plainService([group]),
  seed: (context) => {
    seedPlain(context, group, context.seed.groups, ({ name, members }) => ({
      name,
      members: namedRefs(context, "user", members).map(({ id }) => id),
    }));
  },
};
