import { tokenOf } from "../engine/property-specs.ts";
import { byName } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** A skill: `/routing/skills`, which can be made and deleted but not changed. */
export const routingSkill: PlainResourceSpec = {
  token: tokenOf("routingSkill", "RoutingSkill"),
  description: "A skill that conversations ask for and agents have. Imported by its id.",
  noun: "skill",
  path: "/api/v2/routing/skills",
  named: { kind: "skill", objectType: "ACDSKILL" },
  permission: "routing:skill:manage",
  undated: true,
  identity: byName,
  update: "never",
  properties: {
    name: {
      type: "string",
      api: "name",
      required: true,
      replaceOnChanges: true,
      description: "Skill name. Another one makes a new skill.",
    },
  },
};
