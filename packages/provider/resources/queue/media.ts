import { flag, integer, listOf, number, objectOf, oneOf, text } from "../../engine/property-specs.ts";
import type { Properties, PropertyValue } from "../../engine/values.ts";
import { idAt, objectType } from "../plain/properties.ts";
import type { Codec, Json, PlainObject, PlainProperty } from "../plain/spec.ts";

const alerting: Readonly<Record<string, PlainProperty>> = {
  alertingTimeoutSec: integer("Alerting timeout in seconds, at least 7.", {
    api: "alertingTimeoutSeconds",
    minimum: 7,
  }),
  enableAutoAnswer: flag("Whether auto-answer is enabled for the media type. Default: off."),
  serviceLevelDurationMs: integer("Service level target in milliseconds, at least 1000.", {
    api: "serviceLevel.durationMs",
    minimum: 1000,
  }),
  serviceLevelPercentage: number("Desired service level, from 0 to 1.", {
    api: "serviceLevel.percentage",
    minimum: 0,
    maximum: 1,
  }),
};

const alertTones: Readonly<Record<string, PlainProperty>> = {
  autoAnswerAlertToneSeconds: number("How long to play the alerting tone for an auto-answer interaction."),
  manualAnswerAlertToneSeconds: number("How long to play the alerting tone for a manual-answer interaction."),
};

const settings = objectType("RoutingQueueMediaSettings", "How interactions of one media type alert agents.", {
  ...alerting,
  ...alertTones,
});

const reaction = (description: string): PlainProperty =>
  oneOf(description, {
    name: "CallbackReaction",
    description: "What happens when a customer-first callback is answered.",
    values: {
      HangUp: "The call ends.",
      TransferToQueue: "The call is transferred to the queue.",
      TransferToFlow: "The call is transferred to a flow.",
    },
  });

const seconds = { minimum: 0, maximum: 1200 };

const callback = objectType("RoutingQueueCallbackMediaSettings", "How callbacks alert agents and are dialled.", {
  ...alerting,
  ...alertTones,
  mode: oneOf(
    "The mode of callbacks on this queue.",
    {
      name: "CallbackMode",
      description: "Who is called first.",
      values: { AgentFirst: "The agent.", CustomerFirst: "The customer." },
    },
    { computed: true },
  ),
  enableAutoDialAndEnd: flag("Whether callbacks are dialled and ended automatically."),
  autoDialDelaySeconds: integer(
    "Seconds between the agent's connection and the dialling of the call (0 to 1200). Default: 300.",
    seconds,
  ),
  autoEndDelaySeconds: integer(
    "Seconds between the end of the call and the end of the callback (0 to 1200). Default: 300.",
    seconds,
  ),
  pacingModifier: number("Maximum number of simultaneous outbound calls, for CustomerFirst."),
  maxRetryCount: integer("Maximum number of retries of a customer-first callback."),
  retryDelaySeconds: integer("Seconds between two attempts of a customer-first callback."),
  liveVoiceReactionType: reaction("What happens when a person answers."),
  answeringMachineReactionType: reaction("What happens when an answering machine answers."),
  liveVoiceFlowId: idAt("liveVoiceFlow", "The flow to transfer to when a person answers.", "flow"),
  answeringMachineFlowId: idAt(
    "answeringMachineFlow",
    "The flow to transfer to when an answering machine answers.",
    "flow",
  ),
});

/** Converts between a list with `mediaType` and a map by media type. */
const byMediaType: Codec = {
  encode: (value) =>
    Object.fromEntries((value as readonly Properties[]).map(({ mediaType, ...rest }) => [String(mediaType), rest])),
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

const inactivity = objectType("RoutingQueueInactivityTimeoutSettings", "What happens after inactivity.", {
  timeoutSeconds: integer("Seconds of inactivity before the action is taken.", { required: true }),
  actionType: oneOf(
    "The action that is taken.",
    {
      name: "InactivityAction",
      description: "What happens after inactivity.",
      values: { DISCONNECT: "The conversation ends.", SEND_TO_ARCHITECT_FLOW: "The conversation is sent to a flow." },
    },
    { required: true },
  ),
  flowId: idAt("flowId", "The flow, for SEND_TO_ARCHITECT_FLOW.", "flow"),
});

const subType = objectType("RoutingQueueMessageSubTypeSettings", "Settings for one message type.", {
  mediaType: text("Message type, for example `webmessaging` or `whatsapp`.", { required: true }),
  enableAutoAnswer: flag("Whether auto-answer is enabled.", { required: true }),
  enableInactivityTimeout: flag("Whether conversations end after inactivity."),
});

const message = objectType("RoutingQueueMessageMediaSettings", "How messages alert agents.", {
  ...alerting,
  enableInactivityTimeout: flag(
    "Whether conversations end after inactivity. The platform uses the values in subTypeSettings.",
  ),
  inactivityTimeoutSettings: objectOf(inactivity),
  subTypeSettings: listOf(objectOf(subType), {
    set: true,
    key: "mediaType",
    codec: byMediaType,
    description: "Settings for individual message types.",
  }),
});

const of = (media: string, object: PlainObject, description = object.description): PlainProperty =>
  objectOf(object, { api: `mediaSettings.${media}`, description });

/** How interactions of each media type alert agents. */
export const mediaSettings: Readonly<Record<string, PlainProperty>> = {
  mediaSettingsCall: of("call", settings, "How calls alert agents."),
  mediaSettingsChat: of("chat", settings, "How chats alert agents."),
  mediaSettingsEmail: of("email", settings, "How e-mails alert agents."),
  mediaSettingsMessage: of("message", message),
  mediaSettingsCallback: of("callback", callback),
};
