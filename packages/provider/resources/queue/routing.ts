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
    "What it is.",
    {
      name: "MemberGroupType",
      description: "What a member group is.",
      values: { TEAM: "A team.", GROUP: "A group.", SKILLGROUP: "A skill group." },
    },
    { required: true },
  ),
});

function groupsOf(description: string, further: Partial<PlainProperty> = {}): PlainProperty {
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
  groups: idSet("Groups whose members answer.", "group", { api: membersOf("GROUP") }),
  skillGroups: idSet("Skill groups whose members answer.", "skillGroup", { api: membersOf("SKILLGROUP") }),
  teams: idSet("Teams whose members answer.", "team", { api: membersOf("TEAM") }),
};

const list = (object: PlainObject, maxItems: number, further: Partial<PlainProperty> = {}): PlainProperty =>
  listOf(objectOf(object), { maxItems, ...further });

const bullseyeRing = objectType(
  "RoutingQueueBullseyeRing",
  "A ring of bullseye routing: how long it lasts, which skills it drops at its end, and which groups it adds.",
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
    skillsToRemove: idsAt("actions.skillsToRemove", "Skills that are dropped at the end of the ring.", "skill"),
    memberGroups: groupsOf("Groups that belong to the ring."),
  },
);

function criteriaOf(ring: Json): Json[] {
  return Array.isArray(ring["expansionCriteria"]) ? ring["expansionCriteria"] : [];
}

const routingRule = objectType("RoutingQueueRoutingRule", "A rule of preferred-agent routing.", {
  operator: oneOf(
    "Whom the rule matches.",
    {
      name: "RoutingRuleOperator",
      description: "Whom a rule matches.",
      values: { MEETS_THRESHOLD: "Agents with a score at or above the threshold.", ANY: "Every agent." },
    },
    { default: "MEETS_THRESHOLD" },
  ),
  threshold: number("The score that is needed; not with ANY."),
  waitSeconds: number("Seconds before the next rule.", { default: 5 }),
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
  "A rule that adds groups while a metric of a queue is beyond a value.",
  {
    queueId: idAt(
      "queue",
      "The queue that is measured; this one when not set. The first rule must not set it.",
      "queue",
    ),
    metric: oneOf(
      "What is measured.",
      { name: "GroupRoutingMetric", values: metrics },
      { default: "EstimatedWaitTime" },
    ),
    operator: oneOf("How it is compared.", {
      name: "GroupRoutingOperator",
      description: "How a metric is compared.",
      values: comparisons,
    }),
    conditionValue: number("The value that it is compared with."),
    waitSeconds: number("Seconds before the next rule; not for the last one.", { default: 2 }),
    groups: groupsOf("The groups that are added.", { required: true }),
  },
);

const simpleMetric = objectType("RoutingQueueSimpleMetric", "A metric of a queue.", {
  metric: oneOf(
    "What is measured.",
    { name: "ActivationMetric", values: { ...metrics, IdleAgentCount: "How many agents are idle." } },
    { required: true },
  ),
  queueId: { ...idAt("queue", "The queue; this one when not set.", "queue"), computed: true },
});

const condition = objectType("RoutingQueueActivationCondition", "A condition on a metric of a queue.", {
  operator: oneOf(
    "How the metric is compared.",
    {
      name: "ActivationOperator",
      description: "How a metric is compared.",
      values: { ...comparisons, EqualTo: "The value.", NotEqualTo: "Another value." },
    },
    { required: true },
  ),
  value: number("The value that it is compared with.", { required: true }),
  simpleMetric: objectOf(simpleMetric, { required: true, description: "What is measured." }),
});

const conditions: Readonly<Record<string, PlainProperty>> = {
  conditionExpression: text("How the conditions are combined, for example `C1 and C2`.", { required: true }),
  conditions: list(condition, 10, { required: true }),
};

const pilotRule = objectType(
  "RoutingQueueActivationPilotRule",
  "The rule that must hold before the others take effect.",
  conditions,
);

const activationRule = objectType("RoutingQueueActivationRule", "A rule, and the groups that join while it holds.", {
  ...conditions,
  groups: groupsOf("The groups that join.", { required: true }),
});

const conditionalGroupActivation = objectType(
  "RoutingQueueConditionalGroupActivation",
  "Groups that join while conditions hold.",
  { pilotRule: objectOf(pilotRule), rules: list(activationRule, 5, { required: true }) },
);

const outbound = (media: string, what: string): PlainProperty =>
  flag(`Whether an agent's own address replaces the queue's for ${what}.`, {
    api: `${media}MediaSettings.useAgentAddressOutbound`,
    default: true,
  });

const directRouting = objectType("RoutingQueueDirectRouting", "Conversations that are meant for one agent.", {
  callUseAgentAddressOutbound: outbound("call", "calls"),
  emailUseAgentAddressOutbound: outbound("email", "e-mails"),
  messageUseAgentAddressOutbound: outbound("message", "messages"),
  backupQueueId: text("The queue that gets a conversation when its agent is not available; this one when not set.", {
    of: "queue",
    computed: true,
  }),
  waitForAgent: flag("Whether it waits for the agent first.", { default: false }),
  agentWaitSeconds: integer("How long it waits for the agent, in seconds (60 to 864000).", {
    default: 60,
    minimum: 60,
    maximum: 864_000,
  }),
});

/** How a queue finds an agent. */
export const routing: Readonly<Record<string, PlainProperty>> = {
  bullseyeRings: list(bullseyeRing, 6, { api: "bullseye.rings" }),
  routingRules: list(routingRule, 6),
  conditionalGroupRoutingRules: list(groupRule, 5, { api: "conditionalGroupRouting.rules" }),
  conditionalGroupActivation: objectOf(conditionalGroupActivation),
  directRouting: objectOf(directRouting),
};
