import { queueSettings } from "@genesys-flows/architect/settings";
import { madeKinds } from "@genesys-flows/platform";
import { specsOf } from "../engine/setting-specs.ts";
import { reference } from "./plain/codec.ts";
import { byName, division, idAt, plainly } from "./plain/properties.ts";
import type { PlainObject, PlainResourceSpec } from "./plain/spec.ts";
import { memberGroups } from "./queue/groups.ts";
import { mediaSettings } from "./queue/media.ts";
import { queueMembers } from "./queue/members.ts";
import { routing } from "./queue/routing.ts";
import { queueWrapupCodes } from "./queue/wrapup-codes.ts";

const agentOwnedRouting: PlainObject = {
  name: "RoutingQueueAgentOwnedRouting",
  description: "Callbacks that belong to one agent.",
  properties: plainly({
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
      description: "How far in the future a callback may be, in hours (1 to 720).",
    },
    maxOwnedCallbackHours: {
      type: "integer",
      required: true,
      minimum: 1,
      maximum: 168,
      description: "How long an agent may own a callback, in hours (1 to 168).",
    },
  }),
};

const cannedResponseLibraries: PlainObject = {
  name: "RoutingQueueCannedResponseLibraries",
  description: "Which canned responses agents of the queue may use.",
  properties: plainly({
    mode: {
      type: "string",
      computed: true,
      description: "Which libraries the queue has.",
      enum: {
        name: "CannedResponseMode",
        description: "Which canned response libraries a queue has.",
        values: { All: "All.", SelectedOnly: "Those in libraryIds.", None: "None." },
      },
    },
    libraryIds: {
      type: "array",
      set: true,
      items: { type: "string", description: "An id." },
      description: "The libraries, for SelectedOnly.",
    },
  }),
};

const outboundEmailAddress: PlainObject = {
  name: "RoutingQueueOutboundEmailAddress",
  description: "The address that the queue's e-mails come from.",
  properties: {
    domainId: { ...idAt("domain", "The e-mail domain, for example `example.com`."), required: true },
    routeId: {
      type: "string",
      api: "route.id",
      required: true,
      canonical: (id) => id.slice(id.lastIndexOf("/") + 1),
      description: "Id of the e-mail route; the id of a RoutingEmailRoute works too.",
    },
  },
};

const member: PlainObject = {
  name: "RoutingQueueMember",
  description: "A member of the queue.",
  properties: plainly({
    userId: { type: "string", required: true, description: "Id of the user." },
    ringNum: { type: "integer", default: 1, minimum: 1, maximum: 6, description: "Ring of the member, 1 to 6." },
  }),
};

/** What a file of the project may say of a queue too. */
const settings = specsOf(queueSettings);

/** A queue: `/routing/queues` (reference/platform-api.md §2.5). */
export const routingQueue: PlainResourceSpec = {
  ...madeKinds.queue,
  description: "A queue in which conversations wait for an agent.",
  identity: byName,
  divisionObject: "QUEUE",
  properties: {
    name: { type: "string", api: "name", required: true, description: "Queue name." },
    description: { ...settings.description, api: "description" },
    divisionId: { ...division("queue"), ...settings.divisionId },
    acwWrapupPrompt: { ...settings.acwWrapupPrompt, api: "acwSettings.wrapupPrompt" },
    acwTimeoutMs: { ...settings.acwTimeoutMs, api: "acwSettings.timeoutMs", computed: true },
    skillEvaluationMethod: { ...settings.skillEvaluationMethod, api: "skillEvaluationMethod" },
    scoringMethod: {
      type: "string",
      api: "scoringMethod",
      default: "TimestampAndPriority",
      description: "Order of waiting conversations.",
      enum: {
        name: "ScoringMethod",
        description: "Order of waiting conversations.",
        values: { TimestampAndPriority: "By time and priority.", PriorityOnly: "By priority alone." },
      },
    },
    autoAnswerOnly: {
      type: "boolean",
      api: "autoAnswerOnly",
      default: true,
      description: "Whether the whisper prompt plays only for conversations that are answered automatically.",
    },
    enableTranscription: { ...settings.enableTranscription, api: "enableTranscription" },
    enableAudioMonitoring: {
      type: "boolean",
      api: "enableAudioMonitoring",
      description: "Whether audio monitoring is enabled.",
    },
    enableManualAssignment: { ...settings.enableManualAssignment, api: "enableManualAssignment" },
    suppressInQueueCallRecording: {
      type: "boolean",
      api: "suppressInQueueCallRecording",
      default: true,
      description: "Whether to suppress the recording of calls while they wait in the queue.",
    },
    lastAgentRoutingMode: {
      type: "string",
      api: "lastAgentRoutingMode",
      unmanaged: true,
      description: "Whether a conversation goes to the agent who had it last.",
      enum: {
        name: "LastAgentRoutingMode",
        description: "Whether a conversation goes to the agent who had it last.",
        values: {
          Disabled: "No.",
          QueueMembersOnly: "If the agent is a member of the queue.",
          AnyAgent: "Any agent.",
        },
      },
    },
    callingPartyName: { ...settings.callingPartyName, api: "callingPartyName" },
    callingPartyNumber: { ...settings.callingPartyNumber, api: "callingPartyNumber" },
    queueFlowId: idAt("queueFlow", "The in-queue flow for calls that wait in the queue."),
    emailInQueueFlowId: idAt("emailInQueueFlow", "The in-queue flow for e-mails that wait in the queue."),
    messageInQueueFlowId: idAt("messageInQueueFlow", "The in-queue flow for messages that wait in the queue."),
    whisperPromptId: idAt("whisperPrompt", "The whisper prompt for the agent."),
    onHoldPromptId: idAt("onHoldPrompt", "The prompt that plays for a call on hold."),
    ...mediaSettings,
    agentOwnedRouting: {
      type: "object",
      api: "agentOwnedRouting",
      object: agentOwnedRouting,
      description: agentOwnedRouting.description,
    },
    ...routing,
    ...memberGroups,
    members: {
      type: "array",
      set: true,
      key: "userId",
      items: { type: "object", object: member, description: member.description },
      description:
        "Members that are added individually, not through a group. When never set, the stack does not manage them.",
    },
    ignoreMembers: {
      type: "boolean",
      remembered: true,
      description: "Whether the stack leaves the members of the queue unchanged, even when `members` is set.",
    },
    wrapupCodes: {
      type: "array",
      set: true,
      unmanaged: true,
      items: { type: "string", description: "An id." },
      description: "Ids of the wrap-up codes that the queue offers. When not set, the stack does not manage them.",
    },
    defaultScriptIds: {
      type: "map",
      api: "defaultScripts",
      items: { type: "string", codec: reference, description: "Id of a script." },
      description:
        "Default script by media: CALL, CALLBACK, CHAT, COBROWSE, EMAIL, MESSAGE, SOCIAL_EXPRESSION, VIDEO, SCREENSHARE.",
    },
    cannedResponseLibraries: {
      type: "object",
      api: "cannedResponseLibraries",
      object: cannedResponseLibraries,
      description: cannedResponseLibraries.description,
    },
    outboundEmailAddress: {
      type: "object",
      api: "outboundEmailAddress",
      object: outboundEmailAddress,
      description: outboundEmailAddress.description,
    },
    outboundMessagingSmsAddressId: idAt("outboundMessagingAddresses.smsAddress", "The queue's SMS address."),
    outboundMessagingOpenMessagingRecipientId: idAt(
      "outboundMessagingAddresses.openMessagingRecipient",
      "The queue's open messaging recipient.",
    ),
    outboundMessagingWhatsappRecipientId: idAt(
      "outboundMessagingAddresses.whatsAppRecipient",
      "The queue's WhatsApp recipient.",
    ),
    peerId: { type: "string", api: "peerId", description: "Id of an associated external queue." },
    sourceQueueId: {
      type: "string",
      api: "sourceQueueId",
      createOnly: true,
      remembered: true,
      uncompared: true,
      description: "A queue from which a new queue copies its settings. Takes effect only on creation.",
    },
  },
  parts: [queueWrapupCodes, queueMembers],
};
