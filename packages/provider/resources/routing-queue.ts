import { type ObjectSpec, type PropertySpecs, tokenOf } from "../schema/types.ts";
import { group, type PlainResourceSpec } from "./plain/spec.ts";

const alerting: PropertySpecs = {
  alertingTimeoutSec: { type: "integer", minimum: 7, description: "Alerting timeout in seconds, at least 7." },
  autoAnswerAlertToneSeconds: {
    type: "number",
    description: "How long to play the alerting tone for an auto-answer interaction.",
  },
  manualAnswerAlertToneSeconds: {
    type: "number",
    description: "How long to play the alerting tone for a manual-answer interaction.",
  },
  enableAutoAnswer: { type: "boolean", description: "Whether auto-answer is enabled for the media type." },
  serviceLevelDurationMs: {
    type: "integer",
    minimum: 1000,
    description: "Service level target in milliseconds, at least 1000.",
  },
  serviceLevelPercentage: {
    type: "number",
    minimum: 0,
    maximum: 1,
    description: "Desired service level, from 0 to 1.",
  },
};

const alertingMembers = {
  alertingTimeoutSec: "alertingTimeoutSeconds",
  autoAnswerAlertToneSeconds: "autoAnswerAlertToneSeconds",
  manualAnswerAlertToneSeconds: "manualAnswerAlertToneSeconds",
  enableAutoAnswer: "enableAutoAnswer",
  serviceLevelDurationMs: "serviceLevel.durationMs",
  serviceLevelPercentage: "serviceLevel.percentage",
};

const media: ObjectSpec = {
  name: "RoutingQueueMediaSettings",
  description: "How interactions of one media type alert agents.",
  properties: alerting,
};

const agentOwnedRouting: ObjectSpec = {
  name: "RoutingQueueAgentOwnedRouting",
  description: "Callbacks that belong to one agent.",
  properties: {
    enableAgentOwnedCallbacks: {
      type: "boolean",
      required: true,
      description: "Whether agent-owned callbacks are enabled.",
    },
    maxOwnedCallbackDelayHours: {
      type: "integer",
      required: true,
      minimum: 1,
      maximum: 720,
      description: "How far in the future a callback may lie, in hours (1 to 720).",
    },
    maxOwnedCallbackHours: {
      type: "integer",
      required: true,
      minimum: 1,
      maximum: 168,
      description: "How long an agent may own a callback, in hours (1 to 168).",
    },
  },
};

/** A queue: `/routing/queues` (reference/platform-api.md §2.5). */
export const routingQueue: PlainResourceSpec = {
  token: tokenOf("routingQueue", "RoutingQueue"),
  description: "A queue in which conversations wait for an agent.",
  noun: "queue",
  path: "/api/v2/routing/queues",
  listQuery: (name) => ({ name }),
  divisionObject: "QUEUE",
  properties: {
    name: { type: "string", api: "name", required: true, description: "Queue name." },
    description: { type: "string", api: "description", description: "Queue description." },
    divisionId: {
      type: "string",
      api: "division.id",
      computed: true,
      description: "The division to which this queue belongs. The home division when not set.",
    },
    acwWrapupPrompt: {
      type: "string",
      api: "acwSettings.wrapupPrompt",
      default: "MANDATORY_TIMEOUT",
      description: "How the agent is asked for a wrap-up code.",
      enum: {
        name: "AcwWrapupPrompt",
        description: "How the agent is asked for a wrap-up code.",
        values: {
          MANDATORY: "The agent must set a code.",
          OPTIONAL: "The agent may set a code.",
          MANDATORY_TIMEOUT: "The agent must set a code until the timeout.",
          MANDATORY_FORCED_TIMEOUT: "The agent stays in after-call work until the timeout.",
          AGENT_REQUESTED: "The agent asks for after-call work.",
        },
      },
    },
    acwTimeoutMs: {
      type: "integer",
      api: "acwSettings.timeoutMs",
      computed: true,
      minimum: 1000,
      maximum: 3_600_000,
      description:
        "Time that the agent can stay in after-call work, in milliseconds (1 s to 60 min). With AGENT_REQUESTED, MANDATORY_TIMEOUT and MANDATORY_FORCED_TIMEOUT only.",
    },
    skillEvaluationMethod: {
      type: "string",
      api: "skillEvaluationMethod",
      default: "ALL",
      description: "How skills count when a conversation is routed.",
      enum: {
        name: "SkillEvaluationMethod",
        description: "How skills count when a conversation is routed.",
        values: { NONE: "Not at all.", BEST: "The best match.", ALL: "Every skill must match." },
      },
    },
    scoringMethod: {
      type: "string",
      api: "scoringMethod",
      default: "TimestampAndPriority",
      description: "How waiting conversations are ordered: `TimestampAndPriority` or `PriorityOnly`.",
    },
    autoAnswerOnly: {
      type: "boolean",
      api: "autoAnswerOnly",
      default: true,
      description: "Whether the whisper plays only for conversations that are answered automatically.",
    },
    enableTranscription: {
      type: "boolean",
      api: "enableTranscription",
      default: false,
      description: "Whether voice is transcribed.",
    },
    enableAudioMonitoring: {
      type: "boolean",
      api: "enableAudioMonitoring",
      description: "Whether audio monitoring is enabled.",
    },
    enableManualAssignment: {
      type: "boolean",
      api: "enableManualAssignment",
      default: false,
      description: "Whether conversations may be assigned by hand.",
    },
    suppressInQueueCallRecording: {
      type: "boolean",
      api: "suppressInQueueCallRecording",
      default: true,
      description: "Whether calls that wait in the queue are not recorded.",
    },
    callingPartyName: {
      type: "string",
      api: "callingPartyName",
      description: "Caller name of outbound calls from this queue.",
    },
    callingPartyNumber: {
      type: "string",
      api: "callingPartyNumber",
      description: "Caller number of outbound calls from this queue.",
    },
    queueFlowId: {
      type: "string",
      api: "queueFlow.id",
      description: "The in-queue flow for calls that wait in the queue.",
    },
    emailInQueueFlowId: {
      type: "string",
      api: "emailInQueueFlow.id",
      description: "The in-queue flow for e-mails that wait in the queue.",
    },
    messageInQueueFlowId: {
      type: "string",
      api: "messageInQueueFlow.id",
      description: "The in-queue flow for messages that wait in the queue.",
    },
    whisperPromptId: { type: "string", api: "whisperPrompt.id", description: "The prompt that whispers to the agent." },
    onHoldPromptId: { type: "string", api: "onHoldPrompt.id", description: "What is played to a call on hold." },
    mediaSettingsCall: group("mediaSettings.call", media, alertingMembers, "How calls alert agents."),
    mediaSettingsChat: group("mediaSettings.chat", media, alertingMembers, "How chats alert agents."),
    mediaSettingsEmail: group("mediaSettings.email", media, alertingMembers, "How e-mails alert agents."),
    mediaSettingsMessage: group("mediaSettings.message", media, alertingMembers, "How messages alert agents."),
    mediaSettingsCallback: group("mediaSettings.callback", media, alertingMembers, "How callbacks alert agents."),
    agentOwnedRouting: group(
      "agentOwnedRouting",
      agentOwnedRouting,
      {
        enableAgentOwnedCallbacks: "enableAgentOwnedCallbacks",
        maxOwnedCallbackDelayHours: "maxOwnedCallbackDelayHours",
        maxOwnedCallbackHours: "maxOwnedCallbackHours",
      },
      "Callbacks that belong to one agent.",
    ),
  },
};
