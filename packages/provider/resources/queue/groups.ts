import { listOf, objectOf, oneOf, text } from "../../engine/property-specs.ts";
import type { Properties } from "../../engine/values.ts";
import { idSet, objectType } from "../plain/properties.ts";
import type { Codec, Json, Place, PlainProperty } from "../plain/spec.ts";

type GroupType = "GROUP" | "SKILLGROUP" | "TEAM";

/** `{id, type}` in the platform's JSON. */
const codec: Codec = {
  encode: (value) => {
    const { memberGroupId: id, memberGroupType: type } = value as Properties;
    return { id, type };
  },
  decode: (raw) => {
    const { id, type } = raw as Json;
    return { memberGroupId: String(id), memberGroupType: String(type) };
  },
};

const memberGroup = objectType("RoutingQueueMemberGroup", "A group, a skill group or a team.", {
  memberGroupId: text("Id of the group, skill group or team.", { required: true }),
  memberGroupType: oneOf(
    "What it is.",
    {
      name: "MemberGroupType",
      description: "What a member group is.",
      values: { TEAM: "A team.", GROUP: "A group.", SKILLGROUP: "A skill group." },
    },
    { required: true },
  ),
});

/** A set of member groups. */
export function groupsOf(description: string, further: Partial<PlainProperty> = {}): PlainProperty {
  return listOf(objectOf(memberGroup, { codec }), { set: true, key: "memberGroupId", description, ...further });
}

/** Member groups of one type, among all that the queue has. */
function membersOf(type: GroupType): Place {
  const all = (json: Json): Json[] => (Array.isArray(json["memberGroups"]) ? json["memberGroups"] : []);
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

/** Whom a queue has as members without naming each person. */
export const memberGroups: Readonly<Record<string, PlainProperty>> = {
  groups: idSet("Groups whose members answer.", { api: membersOf("GROUP") }),
  skillGroups: idSet("Skill groups whose members answer.", { api: membersOf("SKILLGROUP") }),
  teams: idSet("Teams whose members answer.", { api: membersOf("TEAM") }),
};
