import { type ActionInfo, row } from "./row.ts";

/** Handing the conversation on (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const transferActions = [
  row("transferToAcd", {
    fails: "transfer failure",
    needs: "targetQueue",
    outputs: "failure",
    properties:
      "targetQueue:queue priority:integer languageSkill:languageSkill preferredAgents:agentScorePairCollection failureOutputs:bindings preTransferAudio:audio failureTransferAudio:audio directAgent:user overrideInQueueFlow:inqueueFlow appendSkills:boolean preTransferCommunication:communication failureTransferCommunication:communication acdSkills:skills",
    observedIn:
      "inboundShortMessage inboundCall inboundChat commonModule inboundEmail workitem digitalBot inqueueCall outboundCall botFlow",
    leaves: true,
  }),
  row("transferToFlow", {
    fails: "transfer failure",
    needs: "targetFlow",
    outputs: "failure",
    properties: "targetFlow:flow preTransferAudio:audio failureTransferAudio:audio failureOutputs:bindings",
    observedIn: "inqueueCall",
    leaves: true,
  }),
  row("transferToFlowSecure", {
    fails: "transfer failure",
    outputs: "failure",
    properties:
      "targetFlow:flow connectTimeout:duration preTransferAudio:audio invocationData:string failureTransferAudio:audio failureOutputs:bindings",
    observedIn: "inboundCall",
    leaves: true,
  }),
  row("transferToGroup", {
    fails: "transfer failure",
    outputs: "failure",
    properties:
      "allowVoicemailRollover:boolean targetGroup:group connectTimeout:duration failureTransferAudio:audio preTransferAudio:audio",
    leaves: true,
  }),
  row("transferToNumber", {
    fails: "transfer failure",
    outputs: "failure",
    properties:
      "releaseLinkTransfer:boolean targetNumber:string connectTimeout:duration failureTransferAudio:audio preTransferAudio:audio",
    leaves: true,
  }),
  row("transferToUser", {
    fails: "transfer failure",
    outputs: "failure",
    properties:
      "allowVoicemailRollover:boolean targetUser:user alertOnTransfer:boolean connectTimeout:duration failureTransferAudio:audio preTransferAudio:audio",
    leaves: true,
  }),
  row("transferToVoicemail", {
    fails: "transfer failure",
    needs: "destination",
    unseen: "preTransferAudio:audio failureTransferAudio:audio",
    outputs: "failure",
    properties: "destination:destination failureOutputs:bindings",
    observedIn: "inboundCall",
    leaves: true,
  }),
  row("createCallback", {
    heard: true,
    unseen: "scriptInputs:bindings",
    properties: "queue:queue callbackNumber:phoneNumber calleeName:string",
    observedIn: "commonModule",
  }),
  row("setPostFlow", {
    notes: true,
    words: { target: "callee caller any agent" },
    properties: "target:string invocationData:json targetFlow:flow",
  }),
  row("clearPostFlow", {
    unnoticed: true,
    words: { target: "callee caller any agent" },
    properties: "target:string",
  }),
] satisfies readonly ActionInfo[];
