import { type ActionInfo, row } from "./row.ts";

const botCall = { fails: "bot failure", calls: true, outputs: "failure" } as const;

/** Calls to bots and other flows (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const botCallsActions = [
  row("callBotFlow", {
    needs: "botFlow",
    calls: true,
    properties: "inputText:string exitReason:string intent:string botFlow:botFlow",
    observedIn: "inboundShortMessage inboundChat inboundCall",
  }),
  row("callDigitalBotFlow", {
    needs: "digitalBotFlow",
    calls: true,
    properties: "inputText:string exitReason:string intent:string digitalBotFlow:digitalBotFlow",
    observedIn: "inboundShortMessage",
  }),
  row("callVoiceFlow", { calls: true, properties: "exitReason:string inputText:string intent:string voiceFlow:value" }),
  row("callAudioConnector", {
    ...botCall,
    outputs: "success failure",
    properties: "connectorId:string sessionVariableOutputs:pairs sessionVariables:pairs",
  }),
  row("callBotConnector", {
    ...botCall,
    properties:
      "intentSlots:bindings sessionVariableOutputs:pairs followupResponseTimeout:duration inputText:string sessionVariables:pairs",
    next: true,
  }),
  row("callDialogEngineBot", {
    fails: "bot noIntent failure",
    calls: true,
    outputs: "knowledge noIntent failure",
    properties:
      "intentParameters:bindings terminationState:string followupResponseTimeout:duration inputText:string sessionVariables:pairs",
    next: true,
  }),
  row("callDialogflowBot", {
    ...botCall,
    properties:
      "intentParameters:bindings intentProbability:decimal sessionVariableOutputs:pairs draftEnvironmentName:text integrationName:text environment:text eventName:string followupResponseTimeout:duration inputText:string sessionVariables:pairs",
    next: true,
  }),
  row("callDialogflowCxBot", {
    ...botCall,
    outputs: "success failure",
    properties:
      "liveAgentHandoffMetadata:pairs sessionParameterOutputs:pairs sessionParameters:pairs draftEnvironmentName:text integrationName:text environment:text eventName:string followupResponseTimeout:duration inputText:string sessionVariables:pairs",
  }),
  row("callLexBot", {
    ...botCall,
    properties:
      "startAudio:audio intentSlots:bindings followupResponseTimeout:duration inputText:string sessionVariables:pairs lexBot:lexBot",
    next: true,
  }),
  row("callLexV2Bot", {
    ...botCall,
    unseen: "aliasInitialIntentName:string followupResponseTimeout:duration inputText:string failureOutputs:bindings",
    properties: "outputSessionVariables:pairs sessionVariables:pairs lexBot:lexBot",
    observedIn: "inboundCall",
    next: true,
    named: "intents",
    // lexBot, region, bot, language, alias (reference/export-shapes.md)
    outputsAt: "lexBot * * * *",
  }),
  row("callNuanceMixBot", {
    ...botCall,
    properties:
      "channelId:string intentSlots:bindings botVariables:bindings followupResponseTimeout:duration inputText:string sessionVariables:pairs",
    next: true,
  }),
  row("callGuide", {
    fails: "bot failure timeout",
    calls: true,
    outputs: "success failure timeout",
    properties: "guideInputs:bindings guideOutputs:bindings voiceProcessingPrompt:communication",
  }),
] satisfies readonly ActionInfo[];
