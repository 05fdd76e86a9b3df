import type { Properties, PropertyValue } from "../../engine/values.ts";
import type { Codec, Json, Place, PlainItem, PlainProperty } from "../plain/spec.ts";

type GroupType = "GROUP" | "SKILLGROUP" | "TEAM";

/** A member group, `{id, type}` in the platform's JSON. */
const memberGroup: Codec = {
  encode: (value) => {
    const { memberGroupId: id, memberGroupType: type } = value as Properties;
    return { id, type };
  },
  decode: (raw) => {
    const { id, type } = raw as Json;
    return { memberGroupId: String(id), memberGroupType: String(type) } as PropertyValue;
  },
};

const item: PlainItem = {
  type: "object",
  codec: memberGroup,
  description: "A group, a skill group or a team.",
  object: {
    name: "RoutingQueueMemberGroup",
    description: "A group, a skill group or a team.",
    properties: {
      memberGroupId: { type: "string", required: true, description: "Id of the group, skill group or team." },
      memberGroupType: {
        type: "string",
        required: true,
        description: "What it is.",
        enum: {
          name: "MemberGroupType",
          description: "What a member group is.",
          values: { TEAM: "A team.", GROUP: "A group.", SKILLGROUP: "A skill group." },
        },
      },
    },
  },
};

/** A set of member groups at a path. */
export function groupsAt(api: string, description: string): PlainProperty {
  return { type: "array", set: true, key: "memberGroupId", api, description, items: item };
}

/** Member groups of one type, among all that the queue has. */
function membersOf(type: GroupType): Place {
  const all = (json: Json): Json[] => (Array.isArray(json["memberGroups"]) ? (json["memberGroups"] as Json[]) : []);
  return {
    get: (live) =>
      all(live)
        .filter((group) => group["type"] === type)
        .map(({ id }) => id),
    set: (body, value) => {
      const others = all(body)
        .filter((group) => group["type"] !== type)
        .map(({ id, type: other }) => ({ id, type: other }));
      const ours = (Array.isArray(value) ? value : []).map((id) => ({ id, type }));
      body["memberGroups"] = [...others, ...ours];
    },
  };
}

const ids = (type: GroupType, description: string): PlainProperty => ({
  type: "array",
  set: true,
  api: membersOf(type),
  description,
  items: { type: "string", description: "An id." },
});

/** Whom a queue has as members without naming each person. */
export const memberGroups: Readonly<Record<string, PlainProperty>> = {
  groups: ids("GROUP", "Groups whose members answer."),
  skillGroups: ids("SKILLGROUP", "Skill groups whose members answer."),
  teams: ids("TEAM", "Teams whose members answer."),
};
