import type { Context, Reply } from "../http/types.ts";
import { presentPlain, readPlain } from "../resources/plainActions.ts";
import type { PlainResource } from "../resources/plainResource.ts";
import { plainService, scopeOf } from "../resources/plainRoutes.ts";
import { seedPlain } from "../resources/seedPlain.ts";
import type { Service } from "../service.ts";

export const skillGroup: PlainResource = {
  kind: "skillGroup",
  type: "SKILLGROUP",
  path: "/api/v2/routing/skillgroups",
  idParam: "skillGroupId",
  operations: { list: "getRoutingSkillgroups" },
  permission: "routing:skillGroup",
  divisioned: true,
  versioned: false,
  stateful: false,
  dated: false,
  required: ["name"],
  missing: { status: 404, code: "not.found", message: "The requested resource was not found." },
  nameSearch: "start",
  paging: "cursor",
  present: ({ created, modified }) => ({
    memberCount: 0,
    dateCreated: new Date(created).toISOString(),
    dateModified: new Date(modified).toISOString(),
  }),
};

const plain = plainService([skillGroup]);

/** `GET /api/v2/routing/skillgroups/{skillGroupId}`: the conditions come with a single one alone (`SkillGroup` in the vendor's SDK). */
function read(context: Context): Reply {
  const scope = scopeOf(context);
  const resource = readPlain(skillGroup, scope, context.params["skillGroupId"] as string);
  return { body: { ...presentPlain(skillGroup, scope, resource), skillConditions: [] } };
}

/** Skill groups, by name alone: who is in one is not kept. */
export const skillGroups: Service = {
  name: "skillGroups",
  migrations: [],
  kinds: plain.kinds,
  routes: [
    ...plain.routes,
    {
      method: "GET",
      path: `${skillGroup.path}/{skillGroupId}`,
      operation: "getRoutingSkillgroup",
      permission: "routing:skillGroup:view",
      handler: read,
    },
  ],
  seed: (context) => {
    seedPlain(context, skillGroup, context.seed.skillGroups);
  },
};
