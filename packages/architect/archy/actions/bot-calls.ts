import { type ActionRow, row } from "./row.ts";

/** Calls of bots and other flows (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const botCallsActions: readonly ActionRow[] = [
  row("callBotFlow", {
    properties: "inputText:string exitReason:string intent:string botFlow:botFlow",
    observedIn: "inboundShortMessage inboundChat inboundCall",
  }),
  row("callDigitalBotFlow", {
    properties: "inputText:string exitReason:string intent:string digitalBotFlow:digitalBotFlow",
    observedIn: "inboundShortMessage",
  }),
  row("callVoiceFlow", { properties: "exitReason:string inputText:string intent:string voiceFlow:value" }),
  row("callAudioConnector", {
    outputs: "success failure",
    properties: "connectorId:string sessionVariableOutputs:pairs sessionVariables:pairs",
  }),
  row("callBotConnector", {
    outputs: "failure",
    properties:
      "intentSlots:bindings sessionVariableOutputs:pairs followupResponseTimeout:duration inputText:string sessionVariables:pairs",
    next: true,
  }),
  row("callDialogEngineBot", {
    outputs: "knowledge noIntent failure",
    properties:
      "intentParameters:bindings terminationState:string followupResponseTimeout:duration inputText:string sessionVariables:pairs",
    next: true,
  }),
  row("callDialogflowBot", {
    outputs: "failure",
    properties:
      "intentParameters:bindings intentProbability:decimal sessionVariableOutputs:pairs draftEnvironmentName:text integrationName:text environment:text eventName:string followupResponseTimeout:duration inputText:string sessionVariables:pairs",
    next: true,
  }),
  row("callDialogflowCxBot", {
    outputs: "success failure",
    properties:
      "liveAgentHandoffMetadata:pairs sessionParameterOutputs:pairs sessionParameters:pairs draftEnvironmentName:text integrationName:text environment:text eventName:string followupResponseTimeout:duration inputText:string sessionVariables:pairs",
  }),
  row("callLexBot", {
    outputs: "failure",
    properties:
      "startAudio:audio intentSlots:bindings followupResponseTimeout:duration inputText:string sessionVariables:pairs lexBot:lexBot",
    next: true,
  }),
  row("callLexV2Bot", {
    outputs: "failure",
    properties: "outputSessionVariables:pairs sessionVariables:pairs lexBot:lexBot",
    observedIn: "inboundCall",
    next: true,
  }),
  row("callNuanceMixBot", {
    outputs: "failure",
    properties:
      "channelId:string intentSlots:bindings botVariables:bindings followupResponseTimeout:duration inputText:string sessionVariables:pairs",
    next: true,
  }),
  row("callGuide", {
    outputs: "success failure timeout",
    properties: "guideInputs:bindings guideOutputs:bindings voiceProcessingPrompt:communication",
  }),
];
