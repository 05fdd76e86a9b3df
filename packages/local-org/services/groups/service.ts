import { partRoutes } from "../../resources/parts.ts";
import { plainService } from "../../resources/plain-routes.ts";
import { searchRoute } from "../../resources/plain-search.ts";
import { namedRefs, seedPlain } from "../../resources/plain-seed.ts";
import type { Service } from "../../service.ts";
import { group } from "./group.ts";
import { groupMemberRoutes } from "./members.ts";

const plain = plainService([group]);

/** Groups of people, by whose name queues take members. */
export const groups: Service = {
  name: "groups",
  migrations: [],
  kinds: plain.kinds,
  routes: [
    ...plain.routes,
    ...groupMemberRoutes,
    ...partRoutes({
      owner: group,
      part: "voicemailPolicy",
      path: "/api/v2/voicemail/groups/{groupId}/policy",
      read: { operation: "getVoicemailGroupPolicy" },
      patch: { operation: "patchVoicemailGroupPolicy", permission: "voicemail:groupPolicy:edit" },
      // Nobody has voicemail who was not given it; the rest is what the vendor's client reads.
      usual: { enabled: false },
      present: ({ id, name }, policy) => ({ ...policy, name, group: { id, name, selfUri: `${group.path}/${id}` } }),
    }),
    searchRoute(group, { operation: "postGroupsSearch", types: "groups" }),
  ],
  seed: (context) => {
    seedPlain(context, group, context.seed.groups, ({ name, members }) => ({
      name,
      members: namedRefs(context, "user", members).map(({ id }) => id),
    }));
  },
};
