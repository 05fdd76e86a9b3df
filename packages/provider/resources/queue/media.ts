import type { Properties, PropertyValue } from "../../engine/values.ts";
import { idAt, plainly } from "../plain/properties.ts";
import type { Codec, Json, PlainObject, PlainProperty } from "../plain/spec.ts";

const alerting: Readonly<Record<string, PlainProperty>> = {
  alertingTimeoutSec: {
    type: "integer",
    api: "alertingTimeoutSeconds",
    minimum: 7,
    description: "Alerting timeout in seconds, at least 7.",
  },
  enableAutoAnswer: {
    type: "boolean",
    api: "enableAutoAnswer",
    description: "Whether auto-answer is enabled for the media type. Off when not set.",
  },
  serviceLevelDurationMs: {
    type: "integer",
    api: "serviceLevel.durationMs",
    minimum: 1000,
    description: "Service level target in milliseconds, at least 1000.",
  },
  serviceLevelPercentage: {
    type: "number",
    api: "serviceLevel.percentage",
    minimum: 0,
    maximum: 1,
    description: "Desired service level, from 0 to 1.",
  },
};

const alertTones = plainly({
  autoAnswerAlertToneSeconds: {
    type: "number",
    description: "How long to play the alerting tone for an auto-answer interaction.",
  },
  manualAnswerAlertToneSeconds: {
    type: "number",
    description: "How long to play the alerting tone for a manual-answer interaction.",
  },
});

const settings: PlainObject = {
  name: "RoutingQueueMediaSettings",
  description: "How interactions of one media type alert agents.",
  properties: { ...alerting, ...alertTones },
};

const reaction = (name: string, description: string): Omit<PlainProperty, "api"> => ({
  type: "string",
  description,
  enum: {
    name,
    description: "What happens when a customer-first callback is answered.",
    values: {
      HangUp: "The call ends.",
      TransferToQueue: "It goes to the queue.",
      TransferToFlow: "It goes to a flow.",
    },
  },
});

const callback: PlainObject = {
  name: "RoutingQueueCallbackMediaSettings",
  description: "How callbacks alert agents and are dialled.",
  properties: {
    ...alerting,
    ...alertTones,
    ...plainly({
      mode: {
        type: "string",
        computed: true,
        description: "The mode of callbacks on this queue.",
        enum: {
          name: "CallbackMode",
          description: "Who is called first.",
          values: { AgentFirst: "The agent.", CustomerFirst: "The customer." },
        },
      },
      enableAutoDialAndEnd: { type: "boolean", description: "Whether callbacks are dialled and ended automatically." },
      autoDialDelaySeconds: {
        type: "integer",
        minimum: 0,
        maximum: 1200,
        description: "Seconds from the agent's connection until the call is dialled, 0 to 1200. 300 when not set.",
      },
      autoEndDelaySeconds: {
        type: "integer",
        minimum: 0,
        maximum: 1200,
        description: "Seconds from the end of the call until the callback is ended, 0 to 1200. 300 when not set.",
      },
      pacingModifier: {
        type: "number",
        description: "How many outbound calls there are at most at one time, with CustomerFirst.",
      },
      maxRetryCount: { type: "integer", description: "How often a customer-first callback is tried again." },
      retryDelaySeconds: { type: "integer", description: "Seconds between two tries of a customer-first callback." },
      liveVoiceReactionType: reaction("CallbackReaction", "What happens when a person answers."),
      answeringMachineReactionType: reaction("CallbackReaction", "What happens when an answering machine answers."),
    }),
    liveVoiceFlowId: idAt("liveVoiceFlow", "The flow to transfer to when a person answers."),
    answeringMachineFlowId: idAt("answeringMachineFlow", "The flow to transfer to when an answering machine answers."),
  },
};

/** Between a list with `mediaType` and a map by it. */
const byMediaType: Codec = {
  encode: (value) =>
    Object.fromEntries(
      (value as readonly Properties[]).map(({ mediaType, ...settings }) => [String(mediaType), settings]),
    ),
  decode: (raw) => {
    const entries = Object.entries(raw as Record<string, Json>).map(([mediaType, one]): PropertyValue => {
      const { enableAutoAnswer, enableInactivityTimeout } = one;
      return {
        mediaType,
        enableAutoAnswer: enableAutoAnswer === true,
        ...(typeof enableInactivityTimeout === "boolean" && { enableInactivityTimeout }),
      };
    });
    return entries.length > 0 ? entries : undefined;
  },
};

const message: PlainObject = {
  name: "RoutingQueueMessageMediaSettings",
  description: "How messages alert agents.",
  properties: {
    ...alerting,
    enableInactivityTimeout: {
      type: "boolean",
      api: "enableInactivityTimeout",
      description: "Whether conversations end after inactivity; the platform goes by subTypeSettings.",
    },
    inactivityTimeoutSettings: {
      type: "object",
      api: "inactivityTimeoutSettings",
      description: "What happens after inactivity.",
      object: {
        name: "RoutingQueueInactivityTimeoutSettings",
        description: "What happens after inactivity.",
        properties: {
          timeoutSeconds: {
            type: "integer",
            api: "timeoutSeconds",
            required: true,
            description: "After how many seconds.",
          },
          actionType: {
            type: "string",
            api: "actionType",
            required: true,
            description: "What happens then.",
            enum: {
              name: "InactivityAction",
              description: "What happens after inactivity.",
              values: { DISCONNECT: "The conversation ends.", SEND_TO_ARCHITECT_FLOW: "It goes to a flow." },
            },
          },
          flowId: idAt("flowId", "The flow, with SEND_TO_ARCHITECT_FLOW."),
        },
      },
    },
    subTypeSettings: {
      type: "array",
      set: true,
      key: "mediaType",
      api: "subTypeSettings",
      codec: byMediaType,
      description: "Settings of single message types.",
      items: {
        type: "object",
        description: "Settings of one message type.",
        object: {
          name: "RoutingQueueMessageSubTypeSettings",
          description: "Settings of one message type.",
          properties: plainly({
            mediaType: { type: "string", required: true, description: "For example `webmessaging`, `whatsapp`." },
            enableAutoAnswer: { type: "boolean", required: true, description: "Whether auto-answer is enabled." },
            enableInactivityTimeout: { type: "boolean", description: "Whether conversations end after inactivity." },
          }),
        },
      },
    },
  },
};

const of = (media: string, object: PlainObject, description: string): PlainProperty => ({
  type: "object",
  api: `mediaSettings.${media}`,
  object,
  description,
});

/** How interactions of each media type alert agents. */
export const mediaSettings: Readonly<Record<string, PlainProperty>> = {
  mediaSettingsCall: of("call", settings, "How calls alert agents."),
  mediaSettingsChat: of("chat", settings, "How chats alert agents."),
  mediaSettingsEmail: of("email", settings, "How e-mails alert agents."),
  mediaSettingsMessage: of("message", message, "How messages alert agents."),
  mediaSettingsCallback: of("callback", callback, "How callbacks alert agents and are dialled."),
};
