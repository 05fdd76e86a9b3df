import { type ActionInfo, row } from "./row.ts";

/** The key or phrase of a choice. */
const KEYS = "dtmf:text globalDtmf:flag globalSpeechRecTerms:flag speechRecTerms:terms";

/** Choices of a menu: the items of `choices` (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const menuChoicesActions = [
  row("menuDialByExtension", { properties: KEYS, acts: "dialByExtension" }),
  row("menuDisconnect", {
    hangsUp: true,
    properties: KEYS,
    observedIn: "inboundCall outboundCall",
    terminal: true,
    acts: "disconnect",
  }),
  row("menuJumpToMenu", {
    properties: `${KEYS} targetMenuRef:menuRef`,
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
  row("menuPreviousMenu", { properties: KEYS, terminal: true, acts: "previousMenu" }),
  row("menuRepeatMenu", { properties: KEYS, terminal: true, acts: "repeatMenu" }),
  row("menuReturnToAgent", { properties: KEYS, terminal: true, acts: "returnToAgent" }),
  row("menuSubMenu", {
    asks: true,
    properties: `${KEYS} audio:audio settingsMenu:settings settingsSpeechRec:settings choices:choices defaultChildMenuRef:choiceRef`,
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
  row("menuTransferToFlow", { properties: `${KEYS} targetFlow:flow`, acts: "transferToFlow" }),
  row("menuTransferToFlowSecure", { properties: `${KEYS} targetFlow:flow`, acts: "transferToFlowSecure" }),
  row("menuTransferToGroup", { properties: `${KEYS} targetGroup:group`, acts: "transferToGroup" }),
  row("menuTransferToNumber", { properties: `${KEYS} targetNumber:string`, acts: "transferToNumber" }),
  row("menuTransferToUser", { properties: `${KEYS} targetUser:user`, acts: "transferToUser" }),
  row("menuTransferToVoicemail", { properties: `${KEYS} destination:destination`, acts: "transferToVoicemail" }),
] satisfies readonly ActionInfo[];
