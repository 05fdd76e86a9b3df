import { tokenOf } from "../engine/property-specs.ts";
import { byName } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** A skill: `/routing/skills`, which can be created and deleted but not changed. */
export const routingSkill: PlainResourceSpec = {
  token: tokenOf("routingSkill", "RoutingSkill"),
  description: "A skill that conversations require and agents have.",
  noun: "skill",
  path: "/api/v2/routing/skills",
  named: { kind: "skill", objectType: "ACDSKILL" },
  permission: "routing:skill:manage",
  viewPermission: "routing:skill:view",
  undated: true,
  identity: byName,
  update: "never",
  properties: {
    name: {
      type: "string",
      api: "name",
      required: true,
      replaceOnChanges: true,
      description: "Skill name. A change replaces the skill.",
    },
  },
};
