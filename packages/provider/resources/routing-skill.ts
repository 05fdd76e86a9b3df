import { madeKinds } from "@genesys-flows/platform";
import { byName } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** A skill: `/routing/skills`, which can be created and deleted but not changed. */
export const routingSkill: PlainResourceSpec = {
  ...madeKinds.skill,
  description: "A skill that conversations require and agents have.",
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
