import { idAt, idsAt, plainly } from "../plain/properties.ts";
import type { Json, PlainObject, PlainProperty } from "../plain/spec.ts";
import { groupsAt } from "./groups.ts";

const list = (api: string, object: PlainObject, maxItems: number): PlainProperty => ({
  type: "array",
  api,
  maxItems,
  description: object.description,
  items: { type: "object", object, description: object.description },
});

const bullseyeRing: PlainObject = {
  name: "RoutingQueueBullseyeRing",
  description:
    "A ring of bullseye routing: how long it lasts, which skills it drops at its end, and which groups it adds.",
  properties: {
    expansionTimeoutSeconds: {
      type: "number",
      required: true,
      description: "Seconds to wait in this ring.",
      api: {
        get: (ring) => criteriaOf(ring).find(({ type }) => type === "TIMEOUT_SECONDS")?.["threshold"],
        set: (ring, threshold) => {
          ring["expansionCriteria"] = threshold === undefined ? [] : [{ type: "TIMEOUT_SECONDS", threshold }];
        },
      },
    },
    skillsToRemove: idsAt("actions.skillsToRemove", "Skills that are dropped at the end of the ring."),
    memberGroups: groupsAt("memberGroups", "Groups that belong to the ring."),
  },
};

function criteriaOf(ring: Json): Json[] {
  return Array.isArray(ring["expansionCriteria"]) ? (ring["expansionCriteria"] as Json[]) : [];
}

const routingRule: PlainObject = {
  name: "RoutingQueueRoutingRule",
  description: "A rule of preferred-agent routing.",
  properties: plainly({
    operator: {
      type: "string",
      default: "MEETS_THRESHOLD",
      description: "Whom the rule matches.",
      enum: {
        name: "RoutingRuleOperator",
        description: "Whom a rule matches.",
        values: { MEETS_THRESHOLD: "Agents with a score at or above the threshold.", ANY: "Every agent." },
      },
    },
    threshold: { type: "number", description: "The score that is needed; not with ANY." },
    waitSeconds: { type: "number", default: 5, description: "Seconds before the next rule." },
  }),
};

const comparisons = {
  GreaterThan: "More than the value.",
  GreaterThanOrEqualTo: "The value or more.",
  LessThan: "Less than the value.",
  LessThanOrEqualTo: "The value or less.",
};

const groupRule: PlainObject = {
  name: "RoutingQueueConditionalGroupRoutingRule",
  description: "A rule that adds groups while a metric of a queue is beyond a value.",
  properties: {
    queueId: idAt("queue", "The queue that is measured; this one when not set. The first rule must not set it."),
    ...plainly({
      metric: {
        type: "string",
        default: "EstimatedWaitTime",
        description: "What is measured.",
        enum: {
          name: "GroupRoutingMetric",
          description: "What is measured.",
          values: { EstimatedWaitTime: "The estimated wait time.", ServiceLevel: "The service level." },
        },
      },
      operator: {
        type: "string",
        description: "How it is compared.",
        enum: { name: "GroupRoutingOperator", description: "How a metric is compared.", values: comparisons },
      },
      conditionValue: { type: "number", description: "The value that it is compared with." },
      waitSeconds: { type: "number", default: 2, description: "Seconds before the next rule; not for the last one." },
    }),
    groups: { ...groupsAt("groups", "The groups that are added."), required: true },
  },
};

const condition: PlainObject = {
  name: "RoutingQueueActivationCondition",
  description: "A condition on a metric of a queue.",
  properties: {
    ...plainly({
      operator: {
        type: "string",
        required: true,
        description: "How the metric is compared.",
        enum: {
          name: "ActivationOperator",
          description: "How a metric is compared.",
          values: { ...comparisons, EqualTo: "The value.", NotEqualTo: "Another value." },
        },
      },
      value: { type: "number", required: true, description: "The value that it is compared with." },
    }),
    simpleMetric: {
      type: "object",
      api: "simpleMetric",
      required: true,
      description: "What is measured.",
      object: {
        name: "RoutingQueueSimpleMetric",
        description: "A metric of a queue.",
        properties: {
          metric: {
            type: "string",
            api: "metric",
            required: true,
            description: "What is measured.",
            enum: {
              name: "ActivationMetric",
              description: "What is measured.",
              values: {
                EstimatedWaitTime: "The estimated wait time.",
                ServiceLevel: "The service level.",
                IdleAgentCount: "How many agents are idle.",
              },
            },
          },
          queueId: { ...idAt("queue", "The queue; this one when not set."), computed: true },
        },
      },
    },
  },
};

const expression: PlainProperty = {
  type: "string",
  api: "conditionExpression",
  required: true,
  description: "How the conditions are combined, for example `C1 and C2`.",
};

const conditionalGroupActivation: PlainObject = {
  name: "RoutingQueueConditionalGroupActivation",
  description: "Groups that join while conditions hold.",
  properties: {
    pilotRule: {
      type: "object",
      api: "pilotRule",
      description: "The rule that must hold before the others take effect.",
      object: {
        name: "RoutingQueueActivationPilotRule",
        description: "The rule that must hold before the others take effect.",
        properties: {
          conditionExpression: expression,
          conditions: { ...list("conditions", condition, 10), required: true },
        },
      },
    },
    rules: {
      ...list(
        "rules",
        {
          name: "RoutingQueueActivationRule",
          description: "A rule, and the groups that join while it holds.",
          properties: {
            conditionExpression: expression,
            conditions: { ...list("conditions", condition, 10), required: true },
            groups: { ...groupsAt("groups", "The groups that join."), required: true },
          },
        },
        5,
      ),
      required: true,
    },
  },
};

const outbound = (media: string, what: string): PlainProperty => ({
  type: "boolean",
  api: `${media}MediaSettings.useAgentAddressOutbound`,
  default: true,
  description: `Whether an agent's own address replaces the queue's for ${what}.`,
});

const directRouting: PlainObject = {
  name: "RoutingQueueDirectRouting",
  description: "Conversations that are meant for one agent.",
  properties: {
    callUseAgentAddressOutbound: outbound("call", "calls"),
    emailUseAgentAddressOutbound: outbound("email", "e-mails"),
    messageUseAgentAddressOutbound: outbound("message", "messages"),
    ...plainly({
      backupQueueId: {
        type: "string",
        computed: true,
        description: "The queue that gets a conversation when its agent is not available; this one when not set.",
      },
      waitForAgent: { type: "boolean", default: false, description: "Whether it waits for the agent first." },
      agentWaitSeconds: {
        type: "integer",
        default: 60,
        minimum: 60,
        maximum: 864_000,
        description: "How long it waits for the agent, in seconds (60 to 864000).",
      },
    }),
  },
};

/** How a queue finds an agent. */
export const routing: Readonly<Record<string, PlainProperty>> = {
  bullseyeRings: list("bullseye.rings", bullseyeRing, 6),
  routingRules: list("routingRules", routingRule, 6),
  conditionalGroupRoutingRules: list("conditionalGroupRouting.rules", groupRule, 5),
  conditionalGroupActivation: {
    type: "object",
    api: "conditionalGroupActivation",
    object: conditionalGroupActivation,
    description: conditionalGroupActivation.description,
  },
  directRouting: {
    type: "object",
    api: "directRouting",
    object: directRouting,
    description: directRouting.description,
  },
};
