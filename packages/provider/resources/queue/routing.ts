import { flag, integer, listOf, number, objectOf, oneOf, text } from "../../engine/property-specs.ts";
import type { Properties } from "../../engine/values.ts";
import { idAt, idSet, idsAt, objectType } from "../plain/properties.ts";
import type { Codec, Json, Place, PlainObject, PlainProperty } from "../plain/spec.ts";

type GroupType = "GROUP" | "SKILLGROUP" | "TEAM";

/** A member group, `{id, type}` in the platform's JSON. */
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
    "Type of the member group.",
    {
      name: "MemberGroupType",
      description: "Type of a member group.",
      values: { TEAM: "A team.", GROUP: "A group.", SKILLGROUP: "A skill group." },
    },
    { required: true },
  ),
});

function groupsOf(description: string, further: Partial<PlainProperty> = {}): PlainProperty {
  return listOf(objectOf(memberGroup, { codec }), { set: true, key: "memberGroupId", description, ...further });
}

/** Accesses the member groups of one type among all member groups of the queue. */
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

/** Groups whose members belong to a queue. */
export const memberGroups: Readonly<Record<string, PlainProperty>> = {
  groups: idSet("Groups whose members handle conversations.", "group", { api: membersOf("GROUP") }),
  skillGroups: idSet("Skill groups whose members handle conversations.", "skillGroup", {
    api: membersOf("SKILLGROUP"),
  }),
  teams: idSet("Teams whose members handle conversations.", "team", { api: membersOf("TEAM") }),
};

const list = (object: PlainObject, maxItems: number, further: Partial<PlainProperty> = {}): PlainProperty =>
  listOf(objectOf(object), { maxItems, ...further });

const bullseyeRing = objectType(
  "RoutingQueueBullseyeRing",
  "A ring of bullseye routing: its duration, the skills that are no longer required after it, and the groups that it adds.",
  {
    expansionTimeoutSeconds: number("Seconds to wait in this ring.", {
      required: true,
      api: {
        get: (ring) => criteriaOf(ring).find(({ type }) => type === "TIMEOUT_SECONDS")?.["threshold"],
        set: (ring, threshold) => {
          ring["expansionCriteria"] = threshold === undefined ? [] : [{ type: "TIMEOUT_SECONDS", threshold }];
        },
      },
    }),
    skillsToRemove: idsAt("actions.skillsToRemove", "Skills that are no longer required after the ring.", "skill"),
    memberGroups: groupsOf("Groups that belong to the ring."),
  },
);

function criteriaOf(ring: Json): Json[] {
  return Array.isArray(ring["expansionCriteria"]) ? ring["expansionCriteria"] : [];
}

const routingRule = objectType("RoutingQueueRoutingRule", "A rule of preferred-agent routing.", {
  operator: oneOf(
    "The agents that the rule matches.",
    {
      name: "RoutingRuleOperator",
      description: "The agents that a rule matches.",
      values: { MEETS_THRESHOLD: "Agents with a score at or above the threshold.", ANY: "Every agent." },
    },
    { default: "MEETS_THRESHOLD" },
  ),
  threshold: number("The required score. Not used with ANY."),
  waitSeconds: number("Seconds before the next rule applies.", { default: 5 }),
});

const comparisons = {
  GreaterThan: "More than the value.",
  GreaterThanOrEqualTo: "The value or more.",
  LessThan: "Less than the value.",
  LessThanOrEqualTo: "The value or less.",
};
const metrics = { EstimatedWaitTime: "The estimated wait time.", ServiceLevel: "The service level." };

const groupRule = objectType(
  "RoutingQueueConditionalGroupRoutingRule",
  "A rule that adds groups while a metric of a queue meets a condition.",
  {
    queueId: idAt(
      "queue",
      "The queue whose metric is compared. Default: this queue. The first rule must not set it.",
      "queue",
    ),
    metric: oneOf(
      "The metric to compare.",
      { name: "GroupRoutingMetric", values: metrics },
      { default: "EstimatedWaitTime" },
    ),
    operator: oneOf("How the metric is compared with the value.", {
      name: "GroupRoutingOperator",
      description: "How a metric is compared with a value.",
      values: comparisons,
    }),
    conditionValue: number("The value to compare the metric with."),
    waitSeconds: number("Seconds before the next rule applies. Not used for the last rule.", { default: 2 }),
    groups: groupsOf("The groups that the rule adds.", { required: true }),
  },
);

const simpleMetric = objectType("RoutingQueueSimpleMetric", "A metric of a queue.", {
  metric: oneOf(
    "The metric to compare.",
    { name: "ActivationMetric", values: { ...metrics, IdleAgentCount: "The number of idle agents." } },
    { required: true },
  ),
  queueId: { ...idAt("queue", "The queue whose metric is compared. Default: this queue.", "queue"), computed: true },
});

const condition = objectType("RoutingQueueActivationCondition", "A condition on a metric of a queue.", {
  operator: oneOf(
    "How the metric is compared with the value.",
    {
      name: "ActivationOperator",
      description: "How a metric is compared with a value.",
      values: { ...comparisons, EqualTo: "Exactly the value.", NotEqualTo: "Any other value." },
    },
    { required: true },
  ),
  value: number("The value to compare the metric with.", { required: true }),
  simpleMetric: objectOf(simpleMetric, { required: true, description: "The metric to compare." }),
});

const conditions: Readonly<Record<string, PlainProperty>> = {
  conditionExpression: text("How the conditions are combined, for example `C1 and C2`.", { required: true }),
  conditions: list(condition, 10, { required: true }),
};

const pilotRule = objectType(
  "RoutingQueueActivationPilotRule",
  "The rule whose conditions must be met before the other rules take effect.",
  conditions,
);

const activationRule = objectType(
  "RoutingQueueActivationRule",
  "A rule, and the groups that it adds while its conditions are met.",
  {
    ...conditions,
    groups: groupsOf("The groups that the rule adds.", { required: true }),
  },
);

const conditionalGroupActivation = objectType(
  "RoutingQueueConditionalGroupActivation",
  "Groups that are added while conditions are met.",
  { pilotRule: objectOf(pilotRule), rules: list(activationRule, 5, { required: true }) },
);

const outbound = (media: string, what: string): PlainProperty =>
  flag(`Whether outbound ${what} use the agent's own address instead of the queue's address.`, {
    api: `${media}MediaSettings.useAgentAddressOutbound`,
    default: true,
  });

const directRouting = objectType(
  "RoutingQueueDirectRouting",
  "Routing of conversations that are addressed to one agent.",
  {
    callUseAgentAddressOutbound: outbound("call", "calls"),
    emailUseAgentAddressOutbound: outbound("email", "e-mails"),
    messageUseAgentAddressOutbound: outbound("message", "messages"),
    backupQueueId: text("The queue that receives a conversation if its agent is not available. Default: this queue.", {
      of: "queue",
      computed: true,
    }),
    waitForAgent: flag("Whether a conversation first waits for the agent.", { default: false }),
    agentWaitSeconds: integer("How long a conversation waits for the agent, in seconds (60 to 864000).", {
      default: 60,
      minimum: 60,
      maximum: 864_000,
    }),
  },
);

/** Properties that determine how a queue finds an agent. */
export const routing: Readonly<Record<string, PlainProperty>> = {
  bullseyeRings: list(bullseyeRing, 6, { api: "bullseye.rings" }),
  routingRules: list(routingRule, 6),
  conditionalGroupRoutingRules: list(groupRule, 5, { api: "conditionalGroupRouting.rules" }),
  conditionalGroupActivation: objectOf(conditionalGroupActivation),
  directRouting: objectOf(directRouting),
};
