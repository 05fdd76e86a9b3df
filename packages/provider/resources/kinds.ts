import { madeKinds } from "@genesys-flows/platform";
import { text } from "../engine/property-specs.ts";
import { architectIvr } from "./architect-ivr.ts";
import { authDivision } from "./auth-division.ts";
import { integrationAction } from "./data-action/data-action.ts";
import { architectDatatableRow } from "./data-table/row.ts";
import { architectDatatable } from "./data-table/table.ts";
import { telephonyProvidersEdgesDidPool } from "./did-pool.ts";
import { flowMilestone, flowOutcome } from "./milestones-and-outcomes.ts";
import { architectEmergencygroup, architectSchedulegroups, architectSchedules } from "./opening-hours.ts";
import { byName, fields, idAt } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";
import { architectUserPrompt } from "./prompt/prompt.ts";
import { routingEmailDomain, routingEmailRoute } from "./routing-email.ts";
import { routingQueue } from "./routing-queue.ts";

/** A skill: `/routing/skills`, which can be created and deleted but not changed. */
const routingSkill: PlainResourceSpec = {
  ...madeKinds.skill,
  description: "A skill that conversations require and agents have.",
  undated: true,
  identity: byName,
  update: "never",
  properties: fields({
    name: text("Skill name. A change replaces the skill.", { required: true, replaceOnChanges: true }),
  }),
};

/** A wrap-up code: `/routing/wrapupcodes`. */
export const routingWrapupcode: PlainResourceSpec = {
  ...madeKinds.wrapupCode,
  description: "A code with which agents record how a conversation ended.",
  identity: byName,
  properties: fields({
    name: text("Wrap-up code name.", { required: true }),
    description: text("The wrap-up code description."),
    divisionId: {
      ...idAt(
        "division",
        "The division to which this wrap-up code belongs; `*` for all divisions. When not set, the platform chooses the division.",
        "division",
      ),
      computed: true,
    },
  }),
};

/** A language skill: `/routing/languages`, which can be created and deleted but not changed. */
const routingLanguage: PlainResourceSpec = {
  ...madeKinds.language,
  description: "A language that conversations require and agents have.",
  undated: true,
  identity: byName,
  update: "never",
  properties: fields({
    name: text("Name of the language. A change replaces the language skill.", {
      required: true,
      replaceOnChanges: true,
    }),
  }),
};

/**
 * The table of kinds: every resource type that is one REST object. A row contains everything about its type:
 * properties, operations, lookup function and documentation. All kinds, including those without a resource type, are in
 * `packages/platform/names`.
 */
export const plainResources: readonly PlainResourceSpec[] = [
  routingQueue,
  routingSkill,
  routingWrapupcode,
  architectIvr,
  telephonyProvidersEdgesDidPool,
  architectSchedules,
  architectSchedulegroups,
  architectEmergencygroup,
  architectUserPrompt,
  architectDatatable,
  architectDatatableRow,
  routingEmailDomain,
  routingEmailRoute,
  authDivision,
  integrationAction,
  routingLanguage,
  flowOutcome,
  flowMilestone,
];
