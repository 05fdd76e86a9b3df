import { type ActionInfo, row } from "./row.ts";

const transfer = { fails: "transfer failure", outputs: "failure", leaves: true } as const;

/** Transfers and disconnection (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const transferActions = [
  row("transferToAcd", {
    ...transfer,
    needs: "targetQueue",
    properties:
      "targetQueue:queue priority:integer languageSkill:languageSkill preferredAgents:agentScorePairCollection failureOutputs:bindings preTransferAudio:audio failureTransferAudio:audio directAgent:user overrideInQueueFlow:inqueueFlow appendSkills:boolean preTransferCommunication:communication failureTransferCommunication:communication acdSkills:skills",
    observedIn:
      "inboundShortMessage inboundCall inboundChat commonModule inboundEmail workitem digitalBot inqueueCall outboundCall botFlow",
  }),
  row("transferToFlow", {
    ...transfer,
    needs: "targetFlow",
    properties: "targetFlow:flow preTransferAudio:audio failureTransferAudio:audio failureOutputs:bindings",
    observedIn: "inqueueCall",
  }),
  row("transferToFlowSecure", {
    ...transfer,
    properties:
      "targetFlow:flow connectTimeout:duration preTransferAudio:audio invocationData:string failureTransferAudio:audio failureOutputs:bindings",
    observedIn: "inboundCall",
  }),
  row("transferToGroup", {
    ...transfer,
    properties:
      "allowVoicemailRollover:boolean targetGroup:group connectTimeout:duration failureTransferAudio:audio preTransferAudio:audio",
  }),
  row("transferToNumber", {
    ...transfer,
    properties:
      "releaseLinkTransfer:boolean targetNumber:string connectTimeout:duration failureTransferAudio:audio preTransferAudio:audio",
  }),
  row("transferToUser", {
    ...transfer,
    properties:
      "allowVoicemailRollover:boolean targetUser:user alertOnTransfer:boolean connectTimeout:duration failureTransferAudio:audio preTransferAudio:audio",
  }),
  row("transferToVoicemail", {
    ...transfer,
    needs: "destination",
    unseen: "preTransferAudio:audio failureTransferAudio:audio",
    properties: "destination:destination failureOutputs:bindings",
    observedIn: "inboundCall",
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
  row("clearPostFlow", { unnoticed: true, words: { target: "callee caller any agent" }, properties: "target:string" }),
] satisfies readonly ActionInfo[];
