import { queueSettings } from "@genesys-flows/architect/settings";
import { madeKinds } from "@genesys-flows/platform";
import { flag, integer, listOf, mapOf, objectOf, oneOf, specsOf, text } from "../engine/property-specs.ts";
import { reference } from "./plain/codec.ts";
import { byName, division, fields, idAt, idSet, objectType, ownId } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";
import { mediaSettings } from "./queue/media.ts";
import { queueMembers, queueWrapupCodes } from "./queue/parts.ts";
import { memberGroups, routing } from "./queue/routing.ts";

const agentOwnedRouting = objectType("RoutingQueueAgentOwnedRouting", "Callbacks that belong to one agent.", {
  enableAgentOwnedCallbacks: flag("Whether agent-owned callbacks are enabled.", { required: true }),
  maxOwnedCallbackDelayHours: integer("How far in the future a callback may be scheduled, in hours (1 to 720).", {
    required: true,
    minimum: 1,
    maximum: 720,
  }),
  maxOwnedCallbackHours: integer("How long an agent may own a callback, in hours (1 to 168).", {
    required: true,
    minimum: 1,
    maximum: 168,
  }),
});

const cannedResponseLibraries = objectType(
  "RoutingQueueCannedResponseLibraries",
  "Which canned responses agents of the queue may use.",
  {
    mode: oneOf(
      "Which libraries the queue offers.",
      {
        name: "CannedResponseMode",
        description: "Which canned response libraries a queue offers.",
        values: { All: "All.", SelectedOnly: "Those in libraryIds.", None: "None." },
      },
      { computed: true },
    ),
    libraryIds: idSet("The libraries, for SelectedOnly.", "responseLibrary", { declaredAs: "libraries" }),
  },
);

const outboundEmailAddress = objectType(
  "RoutingQueueOutboundEmailAddress",
  "The address from which the queue sends e-mails.",
  {
    domainId: { ...idAt("domain", "The e-mail domain, for example `example.com`.", "emailDomain"), required: true },
    routeId: text("Id of the e-mail route. The id of a RoutingEmailRoute also works.", {
      api: "route.id",
      required: true,
      of: "emailRoute",
      canonical: ownId,
    }),
  },
);

const member = objectType("RoutingQueueMember", "A member of the queue.", {
  userId: text("Id of the user.", { required: true, of: "user" }),
  ringNum: integer("Ring of the member, 1 to 6.", { default: 1, minimum: 1, maximum: 6 }),
});

/** Properties of a queue that a file in the project may also set. */
const settings = specsOf(queueSettings);

/** A queue: `/routing/queues` (reference/platform-api.md §2.5). */
export const routingQueue: PlainResourceSpec = {
  ...madeKinds.queue,
  description: "A queue in which conversations wait for an agent.",
  identity: byName,
  divisionObject: "QUEUE",
  properties: fields({
    name: text("Queue name.", { required: true }),
    description: settings.description,
    divisionId: { ...division("queue"), ...settings.divisionId },
    acwWrapupPrompt: { ...settings.acwWrapupPrompt, api: "acwSettings.wrapupPrompt" },
    acwTimeoutMs: { ...settings.acwTimeoutMs, api: "acwSettings.timeoutMs", computed: true },
    skillEvaluationMethod: settings.skillEvaluationMethod,
    scoringMethod: oneOf(
      "Order of waiting conversations.",
      {
        name: "ScoringMethod",
        values: { TimestampAndPriority: "By time and priority.", PriorityOnly: "By priority only." },
      },
      { default: "TimestampAndPriority" },
    ),
    autoAnswerOnly: flag("Whether the whisper prompt plays only for conversations that are answered automatically.", {
      default: true,
    }),
    enableTranscription: settings.enableTranscription,
    enableAudioMonitoring: flag("Whether audio monitoring is enabled."),
    enableManualAssignment: settings.enableManualAssignment,
    suppressInQueueCallRecording: flag("Whether to suppress the recording of calls while they wait in the queue.", {
      default: true,
    }),
    lastAgentRoutingMode: oneOf(
      "Whether a conversation is routed to the agent who handled it last.",
      {
        name: "LastAgentRoutingMode",
        values: { Disabled: "No.", QueueMembersOnly: "If the agent is a member of the queue.", AnyAgent: "Any agent." },
      },
      { unmanaged: true },
    ),
    callingPartyName: settings.callingPartyName,
    callingPartyNumber: settings.callingPartyNumber,
    queueFlowId: idAt("queueFlow", "The in-queue flow for calls that wait in the queue.", "flow"),
    emailInQueueFlowId: idAt("emailInQueueFlow", "The in-queue flow for e-mails that wait in the queue.", "flow"),
    messageInQueueFlowId: idAt("messageInQueueFlow", "The in-queue flow for messages that wait in the queue.", "flow"),
    whisperPromptId: idAt("whisperPrompt", "The whisper prompt for the agent.", "prompt"),
    onHoldPromptId: idAt("onHoldPrompt", "The prompt that plays for a call on hold.", "prompt"),
    ...mediaSettings,
    agentOwnedRouting: objectOf(agentOwnedRouting),
    ...routing,
    ...memberGroups,
    members: listOf(objectOf(member), {
      set: true,
      key: "userId",
      api: null,
      description:
        "Members that are added individually, not through a group. If this was never set, the stack does not manage them.",
    }),
    ignoreMembers: flag("Whether the stack leaves the members of the queue unchanged, even when `members` is set.", {
      api: null,
      remembered: true,
    }),
    wrapupCodes: idSet(
      "Ids of the wrap-up codes that the queue offers. When not set, the stack does not manage them.",
      "wrapupCode",
      { api: null, unmanaged: true },
    ),
    defaultScriptIds: mapOf(text("Id of a script.", { codec: reference }), {
      api: "defaultScripts",
      of: "script",
      description:
        "Default script by media: CALL, CALLBACK, CHAT, COBROWSE, EMAIL, MESSAGE, SOCIAL_EXPRESSION, VIDEO, SCREENSHARE.",
    }),
    cannedResponseLibraries: objectOf(cannedResponseLibraries),
    outboundEmailAddress: objectOf(outboundEmailAddress),
    outboundMessagingSmsAddressId: idAt("outboundMessagingAddresses.smsAddress", "The queue's SMS address."),
    outboundMessagingOpenMessagingRecipientId: idAt(
      "outboundMessagingAddresses.openMessagingRecipient",
      "The queue's open messaging recipient.",
    ),
    outboundMessagingWhatsappRecipientId: idAt(
      "outboundMessagingAddresses.whatsAppRecipient",
      "The queue's WhatsApp recipient.",
    ),
    peerId: text("Id of an associated external queue."),
    sourceQueueId: text("A queue from which a new queue copies its settings. Takes effect only on creation.", {
      of: "queue",
      createOnly: true,
      remembered: true,
      uncompared: true,
    }),
  }),
  parts: [queueWrapupCodes, queueMembers],
};
