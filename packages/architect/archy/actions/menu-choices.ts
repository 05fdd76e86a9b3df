import { type ActionInfo, row } from "./row.ts";

/** Choices of a menu: the items of `choices` (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const menuChoicesActions = [
  row("menuDialByExtension", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms",
    acts: "dialByExtension",
  }),
  row("menuDisconnect", {
    hangsUp: true,
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms",
    observedIn: "inboundCall outboundCall",
    terminal: true,
    acts: "disconnect",
  }),
  row("menuJumpToMenu", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms targetMenuRef:menuRef",
    terminal: true,
    jump: "targetMenuRef",
    acts: "jumpToMenu",
  }),
  row("menuJumpToTask", {
    needs: "targetTaskRef",
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag targetTaskRef:taskRef",
    observedIn: "inboundCall outboundCall",
    terminal: true,
    jump: "targetTaskRef",
    acts: "jumpToTask",
  }),
  row("menuPreviousMenu", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms",
    terminal: true,
    acts: "previousMenu",
  }),
  row("menuRepeatMenu", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms",
    terminal: true,
    acts: "repeatMenu",
  }),
  row("menuReturnToAgent", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms",
    terminal: true,
    acts: "returnToAgent",
  }),
  row("menuSubMenu", {
    asks: true,
    properties:
      "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms audio:audio settingsMenu:settings settingsSpeechRec:settings choices:choices defaultChildMenuRef:choiceRef",
  }),
  row("menuTask", {
    needs: "task",
    properties: "globalDtmf:flag globalSpeechRecTerms:flag task:actions speechRecTerms:terms dtmf:text",
    observedIn: "inboundCall outboundCall",
  }),
  row("menuTransferToAcd", {
    needs: "targetQueue",
    properties:
      "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag targetQueue:queue preTransferAudio:audio failureTransferAudio:audio priority:integer preferredAgents:agentScorePairCollection languageSkill:languageSkill failureOutputs:bindings overrideInQueueFlow:inqueueFlow",
    observedIn: "inboundCall outboundCall",
    acts: "transferToAcd",
  }),
  row("menuTransferToFlow", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms targetFlow:flow",
    acts: "transferToFlow",
  }),
  row("menuTransferToFlowSecure", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms targetFlow:flow",
    acts: "transferToFlowSecure",
  }),
  row("menuTransferToGroup", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms targetGroup:group",
    acts: "transferToGroup",
  }),
  row("menuTransferToNumber", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms targetNumber:string",
    acts: "transferToNumber",
  }),
  row("menuTransferToUser", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms targetUser:user",
    acts: "transferToUser",
  }),
  row("menuTransferToVoicemail", {
    properties: "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms destination:destination",
    acts: "transferToVoicemail",
  }),
] satisfies readonly ActionInfo[];
